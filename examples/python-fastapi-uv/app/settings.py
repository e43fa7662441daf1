from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    greeting: str = "hello"


settings = Settings()
