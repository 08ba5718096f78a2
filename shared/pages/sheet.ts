/**
 * The one style sheet of all pages: phone first, sizes in rem so that a page follows the reader's text size, light and
 * dark, on paper, and in the colours that a reader forces. Every text has a contrast of at least 4.5 to 1, every edge of
 * a control 3 to 1.
 */
export const sheet = `
:root{color-scheme:light dark;--width:40rem;--canvas:#f4f5f7;--surface:#fff;--ink:#1f2328;--soft:#57606a;--line:#d0d7de;--edge:#6e7781;--accent:#0b4fb3;--strong:#083b86;--on-accent:#fff;--tint:#eaf1fb;--error:#a40e26}
@media screen and (prefers-color-scheme:dark){:root{--canvas:#0f141a;--surface:#1a2129;--ink:#e6edf3;--soft:#a7b4c0;--line:#37424d;--edge:#8b98a5;--accent:#8ab8ff;--strong:#b3d1ff;--on-accent:#0b1a2e;--tint:#1d3350;--error:#ffaea8}}
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;overflow-wrap:break-word}
body>header,main,body>footer{max-width:var(--width);margin:0 auto;padding:1rem}
main{padding-bottom:3rem}
body>header+main{padding-top:0}
main:focus{outline:0}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:.5rem;z-index:1;padding:.5rem 1rem;border-radius:.5rem;background:var(--surface)}
h1{margin:.5rem 0 1rem;font-size:1.5rem;line-height:1.3}
h2{margin:2.5rem 0 .75rem;font-size:1.25rem;line-height:1.3}
h3{margin:0 0 .5rem;font-size:1.05rem}
h4{margin:1rem 0 .3rem;font-size:.95rem}
p{margin:0 0 1rem}
ul{margin:.3rem 0;padding-left:1.25rem}
a{color:var(--accent)}
a:hover{color:var(--strong)}
nav{display:flex;flex-wrap:wrap;gap:0 1.25rem}
nav a{padding:.6rem 0}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
code,pre{font-family:ui-monospace,SFMono-Regular,Consolas,monospace;font-size:.875em;overflow-wrap:anywhere}
pre{margin:.5rem 0;padding:.8rem;border:1px solid var(--line);border-radius:.5rem;background:var(--surface);white-space:pre-wrap}
.soft,.hint,.note{color:var(--soft)}
.card{margin:0 0 1rem;padding:1rem;border:1px solid var(--line);border-radius:.75rem;background:var(--surface)}
.card>h1{margin-top:0}
.card>:last-child{margin-bottom:0}
fieldset{margin:0;padding:0;border:0;min-width:0}
legend{float:left;width:100%;padding:0}
legend+*{clear:both}
legend,.field>label{display:block;margin-bottom:.5rem;font-weight:600}
.note{font-size:.85rem;font-weight:400;white-space:nowrap}
.hint{margin:.5rem 0 0;font-size:.875rem}
.violation{margin:.5rem 0 0;color:var(--error);font-weight:600}
.stored{margin:.5rem 0 0;padding-left:.5rem;border-left:.25rem solid var(--accent);white-space:pre-line}
fieldset{min-width:0}
textarea,input.text,select{display:block;width:100%;min-height:2.75rem;padding:.5rem .75rem;border:2px solid var(--edge);border-radius:.5rem;background:var(--surface);color:inherit;font:inherit}
textarea{min-height:7rem}
[aria-invalid=true]{border-color:var(--error)}
.checks{display:grid;gap:.35rem;grid-template-columns:minmax(0,1fr)}
.check{display:flex;gap:.6rem;align-items:center;min-height:2.75rem}
.check label{min-width:0;overflow-wrap:anywhere}
.check input{flex:none;width:1.4rem;height:1.4rem;margin:0;accent-color:var(--accent)}
.choices{display:grid;grid-template-columns:repeat(auto-fit,minmax(2.75rem,1fr));gap:.35rem}
.of-5{grid-template-columns:repeat(5,minmax(0,1fr))}
.of-7{grid-template-columns:repeat(7,minmax(0,1fr))}
.of-11{grid-template-columns:repeat(6,minmax(0,1fr))}
.end{color:var(--soft);font-size:.875rem;line-height:1.4}
.high{text-align:right}
.of-5 .low,.of-7 .low{grid-column:1/4}
.of-5 .high,.of-7 .high{grid-column:4/-1}
.of-11 .low{grid-column:1/-1}
.of-11 .high{grid-column:1/6}
@media (min-width:37.5em){.of-11{grid-template-columns:repeat(11,minmax(0,1fr));gap:.25rem}.of-11 .low{grid-area:2/1/3/6}.of-11 .high{grid-area:2/7/3/-1}}
.choice{position:relative}
.choice input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.choice label{display:flex;align-items:center;justify-content:center;min-height:2.9rem;border:2px solid var(--edge);border-radius:.5rem;background:var(--surface);font-size:1.05rem;font-weight:600}
[aria-invalid=true] .choice label{border-color:var(--error)}
.choice input:hover+label{background:var(--tint)}
.choice input:checked+label{border-color:var(--accent);background:var(--accent);color:var(--on-accent)}
.choice input:focus-visible+label{outline:3px solid var(--accent);outline-offset:3px}
button{min-height:2.75rem;padding:.5rem 1.25rem;border:2px solid transparent;border-radius:.5rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
button:hover{background:var(--strong)}
button.quiet{border-color:var(--edge);background:none;color:var(--accent)}
button.quiet:hover{background:var(--tint)}
.message{margin:0 0 1rem;padding:1rem;border:1px solid var(--line);border-left:.35rem solid var(--accent);border-radius:.5rem;background:var(--surface)}
.message.error{border-left-color:var(--error)}
.message p{margin:0}
.message.error a{color:var(--error)}
.empty{margin:0 0 1rem;padding:1.25rem 1rem;border:1px dashed var(--line);border-radius:.5rem;color:var(--soft);text-align:center}
.scroll{margin:0 0 1rem;overflow-x:auto;border:1px solid var(--line);border-radius:.5rem;background:var(--surface)}
table{width:100%;border-collapse:collapse;font-size:.9rem}
caption{padding:.6rem .75rem;font-weight:600;text-align:left}
th,td{padding:.45rem .75rem;border-top:1px solid var(--line);text-align:left;vertical-align:top}
thead th{color:var(--soft);white-space:nowrap}
table>thead:first-child th{border-top:0}
tbody th{min-width:8rem;font-weight:600}
.honeypot{position:absolute;left:-100vw;width:1px;height:1px;overflow:hidden}
@media (forced-colors:active){.choice input{opacity:1;inset:auto .25rem auto auto;width:1rem;height:100%}}
@media print{:root{color-scheme:light;--canvas:#fff}body>header,main,body>footer{max-width:none;padding:0}nav,button,.skip{display:none}.scroll{overflow:visible}.card,tr,.message{break-inside:avoid}h2,h3{break-after:avoid}}
`;
