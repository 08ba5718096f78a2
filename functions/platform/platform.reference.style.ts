/** The style of the reference page. It stands in the page itself, and its hash in the content security policy. */
export const style = `
:root{color-scheme:light dark;--ink:#1c2530;--soft:#51606f;--paper:#fff;--line:#d5dce3;--mark:#f2f5f8;--link:#0b5cad}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#a7b4c0;--paper:#12181f;--line:#33404c;--mark:#1b242d;--link:#79b8ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1.5rem 1rem 4rem;color:var(--ink);background:var(--paper);font:16px/1.55 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
a{color:var(--link)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
h1{font-size:1.8rem;margin:0 0 .5rem}h2{font-size:1.35rem;margin:3rem 0 .5rem;border-bottom:2px solid var(--line);padding-bottom:.3rem}
h3{font-size:1.05rem;margin:0}h4{font-size:.95rem;margin:1rem 0 .3rem}
code{font:.9em/1.4 ui-monospace,SFMono-Regular,Consolas,monospace;overflow-wrap:anywhere}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;background:var(--paper);padding:.5rem}
.route{border:1px solid var(--line);border-radius:6px;padding:1rem;margin:1rem 0}
.method{font-weight:700;margin-right:.5rem}
.soft{color:var(--soft)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem}
caption{text-align:left;font-weight:600;padding:.6rem 0 .3rem}
th[scope=row]{min-width:5rem;white-space:nowrap}small{font-weight:400}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-top:1px solid var(--line)}
thead th{border-top:0;color:var(--soft);font-weight:600}
ul{padding-left:1.2rem;margin:.3rem 0}
nav ul{columns:2 20rem}
@media print{body{max-width:none}.route{break-inside:avoid}}
`;
