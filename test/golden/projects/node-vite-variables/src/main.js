const answer = await fetch(`${import.meta.env.VITE_API_URL}/status`);
document.body.textContent = await answer.text();
