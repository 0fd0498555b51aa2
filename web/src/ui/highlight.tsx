const SIGNS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** A passage as `SearchEdge.highlight` has it: HTML with no other tags than `<mark>`. */
export function Highlight({ html }: { readonly html: string }) {
  // Every second piece stands between the tags.
  const pieces = html
    .split(/<\/?mark>/)
    .map((piece) => piece.replace(/&(?:amp|lt|gt|quot|#39);/g, (sign) => SIGNS[sign] ?? sign));
  return pieces.map((piece, index) => (index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece));
}
