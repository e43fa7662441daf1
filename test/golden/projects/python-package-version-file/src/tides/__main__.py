import time

from tides import __version__

if __name__ == "__main__":
    while True:
        print("tides", __version__)
        time.sleep(60)
