"""Shows the text of a PDF."""
import subprocess

from fasthtml.common import P, Titled, UploadFile, fast_app

app, rt = fast_app()


@rt("/", methods=["POST"])
async def text(document: UploadFile):
    content = await document.read()
    result = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return Titled("Text", P(result.stdout.decode()))
