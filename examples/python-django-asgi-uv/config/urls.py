from django.urls import path
from live import views

urlpatterns = [path("ticks", views.ticks)]
