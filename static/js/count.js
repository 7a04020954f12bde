// How long a text is, while it is typed, as complaints/networks/render.py counts it (tests/e2e/test_counting.py compares
// the two): see components/count.html. The server counts again, and what it says is what counts.
document.addEventListener("DOMContentLoaded", () => {
  const clusters = "Segmenter" in Intl
    ? ((segmenter) => (text) => [...segmenter.segment(text)].map((one) => one.segment))(new Intl.Segmenter())
    : (text) => [...text];
  const points = (text) => [...text].length;
  const bytes = (text) => new TextEncoder().encode(text).length;
  const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

  // render.py: _URL, _MENTION, _EMOJI
  const URL = /https?:\/\/\S+/giu;
  const MENTION = /(?<![=/\p{L}\p{M}\p{N}_])@([a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\p{L}\p{M}\p{N}_.-]+[\p{L}\p{M}\p{N}_]/giu;
  const EMOJI = /[\p{Emoji_Presentation}\p{Extended_Pictographic}\uFE0F\u20E3]/u;

  // weighted_length.py: _PERHAPS, _EMOJI, _LIGHT
  const LATIN = "[\\-a-z0-9\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F\\u0250-\\u02BB\\u0300-\\u036F\\u1E00-\\u1EFF]";
  const PERHAPS = new RegExp(`(https?://)?(${LATIN}+(?:\\.${LATIN}+)*\\.(?=\\p{L}[\\p{L}\\p{M}]))|https?://`, "giu");
  const PART = "\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?";
  const WHOLE_EMOJI = new RegExp(
    `\\p{RI}\\p{RI}|[0-9#*]\\uFE0F?\\u20E3|\\u{1F3F4}[\\u{E0061}-\\u{E007A}]+\\u{E007F}|${PART}(?:\\u200D${PART})+|\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})`,
    "gu",
  );
  const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  const sure = (endings) => new RegExp(
    `(?<![^\\s"“])(?:https?://)?(?!t\\.co\\b)(?:${LABEL}\\.)+(?:${endings})(?:/(?:[a-z0-9\\-_/=+%#.~]{0,1000}[a-z0-9\\-_/=+#])?)?(?=[.,;:!?)"”…]*(?:\\s|$))`,
    "giu",
  );
  const isLight = (point) => point <= 0x10ff || (point >= 0x2000 && point <= 0x200d) || (point >= 0x2010 && point <= 0x201f) || (point >= 0x2032 && point <= 0x2037);
  const inParts = (text) =>
    sum([...text].map((one) => (isLight(one.codePointAt(0)) ? 1 : 2))) +
    sum([...text.matchAll(PERHAPS)].map((found) => (found[2] && !found[1] ? 19 : 12)));
  const weighted = (text, strict, endings) => {
    const plain = text.normalize("NFC");
    if (strict) return inParts(plain);
    let total = 0, position = 0;
    for (const found of plain.matchAll(sure(endings))) {
      total += inParts(plain.slice(position, found.index).replace(WHOLE_EMOJI, "\u{1F44D}")) + 23;
      position = found.index + found[0].length;
    }
    return total + inParts(plain.slice(position).replace(WHOLE_EMOJI, "\u{1F44D}"));
  };

  const counted = (text, limits) => {
    const strict = "strict" in limits;
    if (limits.counting === "weighted") return weighted(text, strict, limits.endings);
    let folded = text;
    if (limits.url) folded = folded.replace(URL, "x".repeat(Number(limits.url)));
    if ("mentions" in limits) folded = folded.replace(MENTION, "@$1");
    if (limits.counting === "emoji_bytes") {
      return strict ? bytes(text) : sum(clusters(folded).map((one) => (EMOJI.test(one) ? bytes(one) : points(one))));
    }
    if (limits.counting === "code_points") return points(strict ? text : folded);
    return strict ? Math.max(clusters(folded).length, points(text)) : clusters(folded).length;
  };

  for (const line of document.querySelectorAll("[data-count]")) {
    const field = document.getElementById(line.dataset.count);
    const number = line.querySelector("[data-number]");
    const size = line.querySelector("[data-bytes]");
    if (!field || !number) continue;
    const show = () => {
      const text = field.value.replace(/\r\n/g, "\n").trim();
      const length = counted(text, line.dataset);
      number.textContent = length.toLocaleString("en");
      if (size) size.textContent = bytes(text).toLocaleString("en");
      line.classList.toggle(
        "is-over",
        length > Number(line.dataset.most) || (size !== null && bytes(text) > Number(line.dataset.mostBytes)),
      );
    };
    field.addEventListener("input", show);
    show(); // a browser may have kept other words than the server sent
  }
});
