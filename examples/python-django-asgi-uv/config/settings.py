import environ

env = environ.Env()
SECRET_KEY = env("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["live"]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
