from poverty.years import urls as years

app_name = "poverty"
urlpatterns = years.urlpatterns
