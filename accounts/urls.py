from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in", views.SignIn.as_view(), name="sign_in"),
    path("sign-out", views.SignOut.as_view(), name="sign_out"),
    path("password", views.change_password, name="change_password"),
    path("posts", views.choose_post, name="choose_post"),
    path("type-size", views.choose_type_size, name="choose_type_size"),
    path("language", views.choose_language, name="choose_language"),
]
