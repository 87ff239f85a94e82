/// The page's style sheet: light, dark and print, with no outside resource.
enum StyleSheet {
  /// SHA-256 of ``text`` in base 64, for the content-security policy; a test recomputes it.
  static let digest = "ksAL1AUE1s+/xTHSGwZ3cC/8VaikAcLwUGjoesO94Qw="

  /// The rules.
  static let text = """
    :root{color-scheme:light dark;--paper:#fdfdfc;--panel:#f4f6f6;--ink:#1b2328;--quiet:#55616a;--rule:#d9dfe2;--accent:#0b5a83;--soft:#e9f1f5;--good:#17663a;--bad:#9c2f1b;--note:#fbf3df;--note-rule:#c79a2b;--short:#f3c79a;
    --c0:#0b6a9c;--c1:#dd8a2e;--c2:#3f9a76;--c3:#8760a8;--c4:#c4565a;--c5:#79b4d4;--c6:#8f8a3c;--c7:#788188;
    --h0:#f1f4f5;--h1:#e3eff5;--h2:#cfe3ed;--h3:#b6d5e4;--h4:#98c4d9;--h5:#74aecb;--h6:#2a7aa3;--h7:#12608c;--h8:#07476b;--deep:#fff}
    @media screen and (prefers-color-scheme:dark){:root{--paper:#13181b;--panel:#1b2226;--ink:#e9edef;--quiet:#a7b2ba;--rule:#313b41;--accent:#7fc6e8;--soft:#1c2c35;--good:#7fd0a0;--bad:#f29a86;--note:#2c2614;--note-rule:#c79a2b;--short:#6b3f12;
    --c0:#4aa5d6;--c1:#e9a557;--c2:#62bd97;--c3:#b18fd0;--c4:#e0878a;--c5:#2f6f92;--c6:#b9b35c;--c7:#8f9aa1;
    --h0:#1b2226;--h1:#17303d;--h2:#173b4e;--h3:#184860;--h4:#1c5472;--h5:#22648a;--h6:#6fb0d2;--h7:#97cbe5;--h8:#c6e6f5;--deep:#0c1418}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0 auto;max-width:1040px;padding:0 clamp(16px,4vw,40px) 64px;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
    .skip{position:absolute;left:-9999px}.skip:focus{left:16px;top:8px;background:var(--paper);padding:8px 12px;z-index:1}
    .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    a{color:var(--accent)}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    .top{padding:28px 0 14px;border-bottom:1px solid var(--rule)}
    h1{margin:0;font-size:19px;line-height:1.3;font-weight:650;letter-spacing:-.005em}
    .when,.question{margin:2px 0 0;color:var(--quiet);font-size:14px}
    .question{font-style:italic;max-width:72ch}
    .notices{margin:16px 0 0;padding:9px 14px;border-left:3px solid var(--note-rule);background:var(--note);font-size:14.5px;line-height:1.45}
    .notices p{margin:0;max-width:none}.notices p+p{margin-top:6px}
    .answer{margin:22px 0 24px;max-width:51em}
    .answer p{max-width:none;text-wrap:pretty;margin:0 0 .4em;font:400 19px/1.42 Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"Liberation Serif",serif}
    .answer p:first-child{font-size:clamp(23px,2.9vw,29px);line-height:1.25;letter-spacing:-.012em}
    .answer strong{font-weight:600;color:var(--accent)}
    .key{display:grid;grid-template-columns:repeat(4,1fr);gap:0;margin:0 0 26px;border-top:2px solid var(--ink);border-bottom:1px solid var(--rule)}
    .key div{padding:12px 18px 14px 0}.key div+div{padding-left:18px;border-left:1px solid var(--rule)}
    .key dt{font-size:13px;color:var(--quiet);line-height:1.35}
    .key dd{margin:0}.key .value{font-size:27px;line-height:1.25;font-weight:600;letter-spacing:-.02em;margin:3px 0 2px;overflow-wrap:normal;white-space:nowrap}
    .key .note{font-size:13.5px;line-height:1.4;color:var(--quiet)}
    section+nav,nav{margin:40px 0 0;padding:16px 0 0;border-top:1px solid var(--rule)}
    nav h2{margin:0 0 6px;font-size:13px;font-weight:600;color:var(--quiet);letter-spacing:0}
    nav ol{margin:0;padding:0;list-style:none;columns:3;column-gap:24px;font-size:14.5px}
    nav li{break-inside:avoid;padding:2px 0}nav a{text-decoration:none}nav a:hover{text-decoration:underline}
    main>section+section,nav+section{margin-top:64px}
    h2{margin:0 0 8px;font:600 26px/1.2 Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"Liberation Serif",serif;letter-spacing:-.012em}
    nav h2{font-family:inherit}
    h3{margin:28px 0 6px;font-size:16px;line-height:1.35;font-weight:650}
    p{margin:0 0 12px;max-width:70ch}.lead{color:var(--quiet);margin-bottom:20px}
    ul{margin:0 0 14px;padding-left:1.1em;max-width:72ch}li{padding:2px 0}li::marker{color:var(--quiet)}
    .two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 44px}
    .two h3{margin-top:18px}.two ul{font-size:15px}
    .scroll{overflow-x:auto;margin:22px 0 10px}
    .two .scroll{margin-top:2px}main>section>.scroll:has(>table.small),details>.scroll:has(>table.small){max-width:620px}
    table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4;overflow-wrap:normal}
    caption span{position:sticky;left:0;display:inline-block;max-width:min(100%,calc(100vw - 32px))}caption{text-align:left;font-weight:650;font-size:15px;padding:0 0 6px}
    th,td{padding:6px 0 6px 16px;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule);font-weight:400}
    th:first-child,td:first-child{padding-left:0}
    tbody th,tfoot th{min-width:6em;max-width:26em;overflow-wrap:break-word}
    td.t{max-width:30em;overflow-wrap:break-word}td.folding{white-space:normal}td.n+td.t,th.n+th:not(.n){padding-left:32px}
    thead th{vertical-align:bottom;font-size:13px;line-height:1.3;color:var(--quiet);border-bottom:1px solid var(--ink)}
    .n{text-align:right;white-space:nowrap}thead .n{white-space:normal}
    tfoot td,tfoot th{font-weight:650;border-bottom:0;border-top:1px solid var(--ink)}
    tbody tr:last-child>*{border-bottom-color:var(--rule)}
    .chosen>*{background:var(--soft)}.chosen>th{font-weight:650;box-shadow:inset 3px 0 0 var(--accent);padding-left:10px}
    td.good{color:var(--good)}td.bad{color:var(--bad)}td.good,td.bad{white-space:nowrap}td.quiet{color:var(--quiet)}
    .remark{font-size:13.5px;color:var(--quiet)}
    .facts{margin:10px 0 18px;font-size:15px}
    .facts div{display:grid;grid-template-columns:minmax(10em,19em) minmax(0,1fr);gap:0 24px;padding:6px 0;border-bottom:1px solid var(--rule)}
    .facts dt{color:var(--quiet)}.facts dd{margin:0}
    code,pre{font:13.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
    pre{margin:12px 0;padding:12px 14px;background:var(--panel);border:1px solid var(--rule);border-radius:3px;overflow-x:auto}
    details{margin:16px 0;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule)}
    summary{padding:9px 0;cursor:pointer;color:var(--accent);font-size:15px}
    details[open]{padding-bottom:12px}
    figure{margin:28px 0 30px;min-width:0}figcaption h3{margin:0}figcaption p{margin:0 0 10px;font-size:14.5px;color:var(--quiet)}
    figcaption strong{color:var(--ink)}
    .many{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 44px}.many figure{margin:16px 0 20px;display:flex;flex-direction:column}.many figcaption{flex:1}
    svg{display:block;width:100%;height:auto;overflow:visible;font-size:13px;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif}
    svg.small{max-width:560px}.for-narrow{display:none}
    svg text{fill:var(--ink)}svg .axis{fill:var(--quiet);font-size:12px}svg .name{font-weight:600}
    svg .cell{font-size:11px}svg .deep{fill:var(--deep)}svg .eventname{fill:var(--bad)}
    .grid,.base,.mean,.event,.needed,.halo,.whisker,.ok,.miss{fill:none}
    .grid{stroke:var(--rule)}.base{stroke:var(--quiet)}.event{stroke:var(--bad);stroke-dasharray:3 3}
    .mean{stroke:var(--c0);stroke-width:2;stroke-linejoin:round}.band95{fill:var(--c0);opacity:.16}.band80{fill:var(--c0);opacity:.26}
    .needed{stroke:var(--ink);stroke-width:2;stroke-linejoin:round}.halo{stroke:var(--paper);stroke-width:5}
    .whisker{stroke:var(--ink);stroke-width:1.5}.ok{stroke:var(--c0);stroke-width:2}.miss{stroke:var(--bad);stroke-width:2}.missdot{fill:var(--bad)}
    .formula{fill:none;stroke:var(--quiet);stroke-width:1.2}.open{fill:var(--panel);stroke:var(--quiet)}
    .s0{fill:var(--c0)}.s1{fill:var(--c1)}.s2{fill:var(--c2)}.s3{fill:var(--c3)}.s4{fill:var(--c4)}.s5{fill:var(--c5)}.s6{fill:var(--c6)}.s7{fill:var(--c7)}.soft{opacity:.38}
    .short{fill:var(--short)}.here{fill:none;stroke:var(--bad);stroke-width:3}.spot{fill:transparent}
    .h0{fill:var(--h0)}.h1{fill:var(--h1)}.h2{fill:var(--h2)}.h3{fill:var(--h3)}.h4{fill:var(--h4)}.h5{fill:var(--h5)}.h6{fill:var(--h6)}.h7{fill:var(--h7)}.h8{fill:var(--h8)}
    button.sort{all:unset;cursor:pointer;font:inherit;color:inherit}button.sort:hover{text-decoration:underline}button.sort:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    th[aria-sort=ascending] .sort::after{content:" ▲"}th[aria-sort=descending] .sort::after{content:" ▼"}
    .choices{border:1px solid var(--rule);border-radius:3px;margin:12px 0;padding:6px 12px 8px;font-size:14px}.choices legend{color:var(--quiet);padding:0 4px}.choices label{display:inline-block;margin:2px 18px 2px 0}
    .tip{position:absolute;z-index:2;pointer-events:none;background:var(--ink);color:var(--paper);padding:3px 8px;border-radius:3px;font-size:13px;max-width:320px}
    footer{margin-top:64px;padding-top:12px;border-top:1px solid var(--rule);font-size:13.5px;color:var(--quiet)}
    @media (max-width:760px){.key{grid-template-columns:1fr 1fr}.key div:nth-child(3){padding-left:0;border-left:0}.key div:nth-child(n+3){border-top:1px solid var(--rule)}.two,.many{grid-template-columns:minmax(0,1fr)}nav ol{columns:1}
    .for-wide{display:none}.for-narrow{display:block;max-width:560px}.facts div{grid-template-columns:1fr}.scroll th[scope=row]{position:sticky;left:0;background:var(--paper);min-width:8em;max-width:9.5em}.scroll .chosen>th[scope=row]{background:var(--soft)}table.wide{min-width:760px}table.middle{min-width:560px}main>section+section,nav+section{margin-top:48px}}
    @media (max-width:480px){.key .value{font-size:22px}.answer p{font-size:17.5px}table.small{font-size:13.5px}th,td{padding-left:10px}}
    @page{size:letter;margin:14mm 15mm 15mm}
    @media print{:root{color-scheme:light;--paper:#fff}html,body{background:#fff}body{max-width:none;padding:0;font-size:10pt;line-height:1.45}nav,.skip,.choices,.tip{display:none}.scroll,pre{overflow:visible}pre{white-space:pre-wrap}
    .top{padding-top:0}h2{font-size:17pt}h3{font-size:11pt;margin:16pt 0 4pt}caption{font-size:10pt}
    table{font-size:8.5pt}th,td{padding:3.5pt 0 3.5pt 8px}thead th{font-size:8pt}td.folding{white-space:normal}
    h2,h3,caption,figcaption,.lead{break-after:avoid}figure,tr,thead,.key,.two>div,.lead,.facts div{break-inside:avoid}thead{break-after:avoid}
    table:not(:has(tbody>tr:nth-child(17))){break-inside:avoid}p,li{orphans:3;widows:3}
    .remark{break-before:avoid}details:not([open]) summary::after{content:" — in report.html";color:var(--quiet)}summary{list-style:none;padding:4pt 0;font-size:9pt}details{margin:8pt 0;break-inside:avoid}
    .answer{margin:12pt 0 12pt;max-width:none}.answer p:first-child{font-size:16.5pt}.answer p{font-size:11pt;line-height:1.36}.notices{margin-top:9pt;padding:5pt 10pt;font-size:8.5pt}.key{margin-bottom:10pt}.key div{padding:6pt 10pt 7pt 0}.key div+div{padding-left:10pt}.key .value{font-size:14pt}.key dt,.key .note{font-size:8pt}.two ul{font-size:9pt;line-height:1.38}.two h3{margin-top:8pt}.two .scroll{margin-bottom:4pt}.remark,figcaption p{font-size:8.5pt}
    .for-wide{display:block}.for-narrow{display:none}.two,.many{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.key{grid-template-columns:repeat(4,1fr)}.key div:nth-child(3){padding-left:10pt;border-left:1px solid var(--rule)}.key div:nth-child(n+3){border-top:0}.facts div{grid-template-columns:minmax(10em,19em) minmax(0,1fr);padding:3pt 0}.facts{font-size:9pt}.scroll th[scope=row]{position:static;min-width:9em}main>section+section{margin-top:22pt}footer{margin-top:14pt;padding-top:6pt;break-before:avoid}.scroll{margin:12pt 0 6pt}figure{margin:12pt 0 14pt}}
    """

  /// The rules that a drawing needs which stands alone.
  static let chart: String = {
    let starts = [
      ":root", "@media screen", "--c", "--h0", "svg{", "svg text", "svg .cell", ".grid", ".mean",
      ".needed", ".whisker", ".formula", ".s0", ".short", ".h0",
    ]
    let kept = text.split(separator: "\n").filter { line in
      starts.contains { line.hasPrefix($0) }
    }
    return "svg{background:var(--paper)}" + kept.joined()
  }()
}
