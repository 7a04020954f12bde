// Share by the device: <p hidden data-share="id-of-the-words" data-share-title="..."><button></p>. Where the browser cannot, it stays hidden.
document.addEventListener("DOMContentLoaded", () => {
  if (!navigator.share) return;
  for (const place of document.querySelectorAll("[data-share]")) {
    place.hidden = false;
    place.querySelector("button").addEventListener("click", async () => {
      const text = document.getElementById(place.dataset.share).value;
      try {
        await navigator.share({ title: place.dataset.shareTitle, text });
      } catch (error) {
        if (error.name !== "AbortError") throw error; // the person changed their mind
      }
    });
  }
});
