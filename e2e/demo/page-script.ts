/** Reloads the content and keeps the parts that a reader has opened or closed. Its height is in `data-height`, for screenshots. Without an answer it says so and keeps trying. */
export const pageScript = `
  const content = document.getElementById('content'), stale = document.getElementById('stale');
  const turned = new Map();
  const measure = () => { document.body.dataset.height = Math.ceil(content.getBoundingClientRect().bottom); };
  measure();
  content.addEventListener('toggle', ({ target }) => { if (target.dataset.key) turned.set(target.dataset.key, target.open); }, true);
  setInterval(async () => {
    try {
      const answer = await fetch('/content');
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      content.innerHTML = html;
      for (const one of content.querySelectorAll('details')) if (turned.has(one.dataset.key)) one.open = turned.get(one.dataset.key);
      stale.hidden = true;
      measure();
    } catch { stale.hidden = false; }
  }, 5000);
`;
