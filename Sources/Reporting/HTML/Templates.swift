import Mustache

/// The page's templates: text goes through `{{…}}`, which escapes; only ``Markup`` stands in `{{{…}}}`.
enum Templates {
  /// Parses every template.
  static func library() throws -> MustacheLibrary {
    var library = MustacheLibrary()
    for (name, text) in sources { try library.register(text, named: name) }
    return library
  }

  /// The templates by name.
  static let sources: [(name: String, text: String)] = [
    ("page", page), ("table", table), ("figure", figure), ("facts", facts), ("list", list),
    ("folded", folded), ("columns", columns), ("code", code), ("heading", heading),
    ("paragraph", paragraph), ("figures", figures),
  ]

  private static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{{policy}}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <meta name="generator" content="caseload {{version}}">
    <link rel="icon" href="data:,">
    <title>{{title}} · staffing plan</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <a class="skip" href="#answer">Skip to the answer</a>
    <header class="top">
    <h1>{{title}}</h1>
    <p class="when">{{subtitle}}</p>
    {{#hasQuestion}}<p class="question">{{question}}</p>{{/hasQuestion}}
    </header>
    <main>
    <section id="answer" aria-labelledby="answer-title">
    <h2 id="answer-title" class="hidden">The answer</h2>
    {{#hasNotices}}<div class="notices" role="note">{{#notices}}<p>{{{html}}}</p>{{/notices}}</div>{{/hasNotices}}
    <div class="answer">{{#answer}}<p>{{{html}}}</p>{{/answer}}</div>
    {{#hasFigures}}<dl class="key">{{#figures}}<div><dt>{{label}}</dt><dd class="value">{{value}}</dd><dd class="note">{{{html}}}</dd></div>{{/figures}}</dl>{{/hasFigures}}
    {{{opening}}}
    </section>
    <nav aria-label="Contents"><h2>In this report</h2><ol>{{#sections}}<li><a href="#{{anchor}}">{{title}}</a></li>{{/sections}}</ol></nav>
    {{#sections}}<section id="{{anchor}}" aria-labelledby="{{anchor}}-title">
    <h2 id="{{anchor}}-title">{{title}}</h2>
    {{#hasLead}}<p class="lead">{{{lead}}}</p>{{/hasLead}}
    {{{html}}}
    </section>
    {{/sections}}</main>
    <footer><p>Made by caseload {{version}}. No member-level data is in this report.</p></footer>
    {{#hasScript}}<script>{{{script}}}</script>{{/hasScript}}
    </body>
    </html>

    """

  private static let table = """
    <div class="scroll" role="region" aria-label="{{caption}}" tabindex="0"><table class="{{style}}"><caption><span>{{caption}}</span></caption>\
    <thead><tr>{{#columns}}<th scope="col"{{#number}} class="n"{{/number}}>{{title}}</th>{{/columns}}</tr></thead>\
    <tbody>{{#rows}}<tr{{#chosen}} class="chosen"{{/chosen}}>{{#cells}}{{#header}}<th scope="row">{{{html}}}</th>{{/header}}{{^header}}<td class="{{style}}">{{{html}}}</td>{{/header}}{{/cells}}</tr>{{/rows}}</tbody>\
    {{#hasTotals}}<tfoot>{{#totals}}<tr>{{#cells}}{{#header}}<th scope="row">{{{html}}}</th>{{/header}}{{^header}}<td class="{{style}}">{{{html}}}</td>{{/header}}{{/cells}}</tr>{{/totals}}</tfoot>{{/hasTotals}}\
    </table></div>{{#hasNote}}<p class="remark">{{{note}}}</p>{{/hasNote}}

    """

  private static let figure = """
    <figure><figcaption><h3>{{title}}</h3>{{#hasCaption}}<p>{{{caption}}}</p>{{/hasCaption}}</figcaption>{{{drawing}}}</figure>

    """

  private static let figures = "<div class=\"many\">{{{html}}}</div>\n"
  private static let facts =
    "<dl class=\"facts\">{{#facts}}<div><dt>{{term}}</dt><dd>{{{html}}}</dd></div>{{/facts}}</dl>\n"
  private static let list = "<ul>{{#items}}<li>{{{html}}}</li>{{/items}}</ul>\n"
  private static let folded =
    "<details><summary>{{summary}}</summary>\n{{{html}}}</details>\n"
  private static let columns =
    "<div class=\"two\"><div>{{{left}}}</div><div>{{{right}}}</div></div>\n"
  private static let code =
    "<pre role=\"region\" aria-label=\"Command\" tabindex=\"0\"><code>{{text}}</code></pre>\n"
  private static let heading = "<h3>{{text}}</h3>\n"
  private static let paragraph = "<p>{{{html}}}</p>\n"
}
