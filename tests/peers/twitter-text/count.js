// Reads texts as JSON strings, one a line; prints their weighted lengths as one JSON list.
const fs = require("fs");
const { parseTweet } = require("twitter-text");

const texts = fs.readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
console.log(JSON.stringify(texts.map((text) => parseTweet(text).weightedLength)));
