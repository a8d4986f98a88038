from tests.builders import PASSWORD, a_post
from tests.pages.acts import Sent, act


@act("accounts:sign_in", event="user.signed_in")
def sign_in(county):
    post = a_post("viewer")
    return Sent(fields={"username": post.user.username, "password": PASSWORD})


@act("accounts:sign_out", event="user.signed_out")
def sign_out(county):
    return Sent(county.clerk)


@act("accounts:change_password", event="user.password_changed")
def change_password(county):
    post = a_post("viewer")
    return Sent(post, fields={"old_password": PASSWORD, "new_password1": "one-of-my-own-7", "new_password2": "one-of-my-own-7"})


@act("accounts:choose_post", event="post.chosen")
def choose_post(county):
    return Sent(county.clerk, fields={"post": county.clerk.pk})


@act("accounts:choose_type_size", event="user.type_size_chosen")
def choose_type_size(county):
    return Sent(county.clerk, fields={"size": "large"})
