from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def index(request: HttpRequest) -> HttpResponse:
    return render(request, "notes/index.html", {"now": timezone.localtime()})
