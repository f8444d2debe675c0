/**
 * The Typst source that sets all sample letters. Data comes in as JSON through `sys.inputs.data` and is only
 * ever inserted as text. Measures follow DIN 5008 form B where the layout is `din`.
 */
export const letterTemplate = `
#let d = json(bytes(sys.inputs.data))
#let mono = d.font == "DejaVu Sans Mono"
#let accent = rgb(d.accent)
#set document(title: d.title, date: none)
#set text(font: d.font, size: d.sizePt * 1pt, lang: "de", region: "DE", hyphenate: d.hyphenate, fallback: false)
#set par(leading: if mono { 0.75em } else { d.leading * 1em }, spacing: d.spacing * 1em, justify: d.justify)
#let first(type) = d.blocks.filter(b => b.type == type).at(0, default: none)
#let foot = first("footer")
#set page(
  paper: "a4",
  margin: (left: 25mm, right: 20mm, top: 25mm, bottom: if foot == none { 22mm } else { 32mm }),
  header: context { if counter(page).get().first() > 1 [#align(center)[#text(size: 9pt)[– #counter(page).display() –]]] },
  footer: context {
    if foot != none and counter(page).get().first() == 1 {
      line(length: 100%, stroke: 0.5pt + accent)
      v(-0.4em)
      set text(size: 7.5pt)
      align(center, foot.lines.map(l => [#l]).join(linebreak()))
    }
  },
  foreground: context {
    let page = counter(page).get().first()
    if d.stamp != none and page == 1 {
      let ink = rgb(d.stamp.colour)
      place(top + left, dx: d.stamp.xMm * 1mm, dy: d.stamp.yMm * 1mm, rotate(d.stamp.degrees * 1deg, {
        set par(leading: 0.5em, justify: false)
        set text(font: "Noto Sans", size: 10.5pt, fill: ink, weight: "bold", hyphenate: false)
        box(stroke: 1.3pt + ink, inset: (x: 9pt, y: 6pt), align(center, d.stamp.lines.map(l => [#l]).join(linebreak())))
        place(dx: 12mm, dy: -5mm, image(bytes(d.stamp.initials), format: "svg", width: 26mm))
      }))
    }
    if d.faxHeader != none {
      place(top + left, dx: 14mm, dy: 5mm, text(font: "DejaVu Sans Mono", size: 8pt)[#d.faxHeader #h(4em) S. #page])
    }
  },
  background: context {
    if d.layout == "din" and d.foldMarks and counter(page).get().first() == 1 {
      for y in (105mm, 148.5mm, 210mm) { place(top + left, dx: 5mm, dy: y, line(length: 4mm, stroke: 0.4pt + gray)) }
    }
  },
)
#show: body => if d.cover == none { body } else {
  show d.cover.text: it => context {
    let size = measure(it)
    box({ it; place(bottom + left, dx: -3pt, dy: 4.5pt, image(bytes(d.cover.svg), format: "svg", width: size.width + 7pt, height: size.height + 9pt, fit: "stretch")) })
  }
  body
}
#let lines(items) = items.map(l => [#l]).join(linebreak())
#let recipient = first("recipient")
#let address = {
  if recipient.at("mark", default: none) != none [#strong(recipient.mark)#linebreak()]
  lines(recipient.lines)
}
#let info = first("info")
#let infoTable(width) = if info != none {
  block(width: width, {
    set text(size: calc.min(d.sizePt, 10) * 1pt)
    set par(justify: false)
    grid(columns: (auto, 1fr), column-gutter: 3mm, row-gutter: 0.62em,
      ..info.rows.map(r => (text(fill: luma(60))[#r.at(0):], [#r.at(1)])).flatten())
  })
}
#let head = first("letterhead")
#let sender = first("sender")

#if d.layout == "din" {
  if head != none {
    place(top + left, dy: -12mm, block(width: 165mm, {
      set align(if d.headRight { right } else { left })
      text(size: 17pt, weight: "bold", fill: accent)[#head.name]
      v(-0.7em)
      text(size: 8.5pt, fill: luma(70))[#head.lines.join(" · ")]
      v(-0.6em)
      line(length: 100%, stroke: 1.2pt + accent)
    }))
  } else {
    place(top + left, dy: -10mm, text(size: 0.95em, lines(sender.lines)))
  }
  let back = if head != none { (head.name, ..head.lines) } else { sender.lines.slice(0, 3) }
  place(top + left, dy: 22mm, text(size: 6.5pt, underline(back.join(" · "))))
  place(top + left, dy: 28mm, block(width: 82mm, address))
  place(top + left, dx: 93mm, dy: 25mm, infoTable(76mm))
  v(74mm)
} else if d.layout == "court" {
  place(top + left, dy: -8mm, block(width: 165mm, {
    text(size: 18pt, weight: "bold", tracking: 0.06em)[#head.name]
    v(-0.5em)
    text(size: 9pt)[#head.lines.join(", ")]
    v(-0.5em)
    line(length: 100%, stroke: 0.6pt)
  }))
  place(top + left, dy: 24mm, block(width: 80mm, { text(size: 6.5pt)[#head.name, #head.lines.join(", ")]; v(0.2em); address }))
  place(top + left, dx: 90mm, dy: 24mm, infoTable(75mm))
  v(72mm)
} else {
  let own = block(if sender == none { lines((head.name, ..head.lines)) } else { lines(sender.lines) })
  if d.headRight { align(right, box(align(left, own))) } else { own }
  v(if mono { 2.2em } else { 2.8em })
  block(address)
  v(2em)
}

#for b in d.blocks {
  if b.type == "date" { block(width: 100%, align(if d.dateLeft { left } else { right })[#b.text]); v(0.8em) }
  else if b.type == "reference" { block[#b.text]; v(0.2em) }
  else if b.type == "subject" {
    block(if mono { underline(lines(b.lines)) } else if d.underlineSubject { underline(strong(lines(b.lines))) } else { strong(lines(b.lines)) })
    v(0.9em)
  }
  else if b.type == "salutation" { par(b.text) }
  else if b.type == "paragraph" { par(b.text) }
  else if b.type == "fields" {
    v(0.3em)
    set par(justify: false)
    table(columns: (auto, 1fr), stroke: if d.boxedForm { 0.5pt } else { (bottom: 0.4pt + luma(120)) }, inset: (x: 4pt, y: 5pt),
      ..b.rows.map(r => ([#r.at(0)], [#r.at(1)])).flatten())
    v(0.3em)
  }
  else if b.type == "table" {
    let n = b.head.len()
    set par(justify: false)
    set text(size: 0.93em, hyphenate: false)
    table(columns: (auto, 1fr) + (auto,) * (n - 2), stroke: (x, y) => (bottom: if y == 0 { 0.8pt } else { 0.3pt + luma(150) }), inset: (x: 4pt, y: 4.5pt),
      align: (x, y) => if x < 2 { left } else { right },
      table.header(..b.head.map(h => strong(h))), ..b.rows.flatten().map(c => [#c]))
    align(right, grid(columns: 2, column-gutter: 6mm, row-gutter: 0.7em, align: right,
      ..b.total.enumerate().map(((i, t)) => if i == b.total.len() - 1 { (strong(t.at(0)), strong(t.at(1))) } else { ([#t.at(0)], [#t.at(1)]) }).flatten()))
    v(0.4em)
  }
  else if b.type == "closing" { v(0.3em); block(sticky: true)[#b.text] }
  else if b.type == "signature" {
    block(breakable: false, {
      if b.hand { v(-0.4em); image(bytes(b.svg), format: "svg", height: 15mm, alt: "Unterschrift"); v(-0.8em) } else { v(2.2em) }
      [#b.name]
      if b.at("title", default: none) != none [#linebreak()#b.title]
    })
  }
  else if b.type == "enclosures" {
    v(0.8em)
    block(breakable: false, text(size: 0.93em, { strong("Anlagen"); linebreak(); lines(b.items) }))
  }
  else if b.type == "appendix" {
    pagebreak(weak: true)
    text(size: 1.3em, weight: "bold")[#b.title]
    v(0.6em)
    for p in b.paragraphs { par(p) }
    v(0.5em)
    table(columns: (1fr, auto), stroke: 0.5pt + luma(120), inset: 6pt, align: (left, right), ..b.rows.map(r => ([#r.at(0)], [#r.at(1)])).flatten())
  }
}
`;
