// How long a text is, while it is typed: <p data-count="id-of-the-field" data-most="500" data-counting="graphemes"
// data-url="23">. The server counts again, and what it says is what counts.
document.addEventListener("DOMContentLoaded", () => {
  const clusters = (text) => ("Segmenter" in Intl ? [...new Intl.Segmenter().segment(text)] : [...text]).length;
  const bytes = (text) => new TextEncoder().encode(text).length;
  const counted = (text, { counting, url }) => {
    const folded = url ? text.replace(/https?:\/\/\S+/gi, "x".repeat(Number(url))) : text;
    const local = counting === "graphemes" && url ? folded.replace(/(?<![=/\w])@([\w.-]+)@[\w.-]+\w/g, "@$1") : folded;
    if (counting === "code_points") return [...local].length;
    if (counting === "emoji_bytes") return local.replace(/\p{Extended_Pictographic}/gu, (one) => "x".repeat(bytes(one))).length;
    if (counting === "weighted") {
      const light = (point) => point <= 4351 || (point >= 8192 && point <= 8205) || (point >= 8208 && point <= 8223) || (point >= 8242 && point <= 8247);
      return [...local.normalize("NFC")].reduce((sum, one) => sum + (light(one.codePointAt(0)) ? 1 : 2), 0);
    }
    return clusters(local);
  };
  for (const line of document.querySelectorAll("[data-count]")) {
    const field = document.getElementById(line.dataset.count);
    const number = line.querySelector("[data-number]");
    if (!field || !number) continue;
    const show = () => {
      const length = counted(field.value.replace(/\r\n/g, "\n").trim(), line.dataset);
      number.textContent = length.toLocaleString("en");
      line.classList.toggle("is-over", length > Number(line.dataset.most));
    };
    field.addEventListener("input", show);
  }
});
