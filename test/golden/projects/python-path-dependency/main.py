import time

from prices import show

if __name__ == "__main__":
    while True:
        print(show(1250))
        time.sleep(60)
