import locale
from datetime import date

locale.setlocale(locale.LC_TIME, "de_DE.UTF-8")
locale.setlocale(locale.LC_NUMERIC, "fr_FR.UTF-8")

print(f"{date.today():%A} {1.5:n}")
