"""The desk 工作台: what waits for the post, and where to go on."""
from django.shortcuts import redirect, render


def desk(request):
    if request.post is None:
        return redirect("accounts:choose_post")
    return render(request, "desk.html", {})
