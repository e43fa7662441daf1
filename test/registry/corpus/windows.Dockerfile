# escape=`
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
SHELL ["powershell", "-Command"]
RUN Write-Host `
    FROM
FROM mcr.microsoft.com/dotnet/runtime:10.0
