"use strict";
/* Code points. Offsets of articles and records count code points; JavaScript counts UTF-16 units. */
Z.Points = class {
  constructor(text) {
    this.text = text;
    this.plain = !/[\ud800-\udfff]/.test(text);
    if (!this.plain) {
      const places = [];
      for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) places.push(at);
      places.push(text.length);
      this.places = places;
    }
    this.length = this.plain ? text.length : this.places.length - 1;
  }
  slice(start, end) {
    return this.plain ? this.text.slice(start, end) : this.text.slice(this.places[start], this.places[Math.min(end, this.length)]);
  }
};
/* How many code points a piece of text has. */
Z.points = (text) => { let count = 0; for (const _ of text) count += 1; return count; };

/* The lines of an article, [start, end), without their line ends. */
Z.lines = (points) => {
  const found = [];
  let start = 0, at = 0;
  for (const char of points.text) {
    if (char === "\n") { found.push([start, at]); start = at + 1; }
    at += 1;
  }
  found.push([start, at]);
  return found;
};
