/// A document as compact Markdown: the answer, its tables and their words, without charts.
struct MarkdownRenderer {
  /// The text.
  func text(_ document: Document) -> String {
    var lines = ["# \(escaped(document.title))", "", escaped(document.subtitle), ""]
    if !document.question.isEmpty { lines += ["*\(escaped(document.question))*", ""] }
    for notice in document.notices { lines += ["> \(prose(notice))", ""] }
    for sentence in document.answer { lines += [prose(sentence), ""] }
    for figure in document.figures {
      lines.append(
        "- \(escaped(figure.label)): **\(escaped(figure.value))**, \(prose(figure.note))")
    }
    if !document.figures.isEmpty { lines.append("") }
    for item in document.opening { lines += block(item) }
    for section in document.sections {
      lines += ["## \(escaped(section.title))", ""]
      if !section.lead.isEmpty { lines += [prose(section.lead), ""] }
      for item in section.blocks { lines += block(item) }
    }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  private func block(_ block: Block) -> [String] {
    switch block {
    case .heading(let text): ["### \(escaped(text))", ""]
    case .paragraph(let text): [prose(text), ""]
    case .list(let items): items.map { "- \(prose($0))" } + [""]
    case .table(let table): self.table(table)
    case .figure(let figure): [escaped(figure.alternative), ""]
    case .figures(let figures): figures.map { "- \(escaped($0.alternative))" } + [""]
    case .facts(let facts): facts.map { "- \(escaped($0.term)): \(prose($0.value))" } + [""]
    case .code(let text): code(text)
    case .folded: []
    case .columns(let left, let right): (left + right).flatMap { self.block($0) }
    }
  }

  private func table(_ table: Table) -> [String] {
    var lines = ["**\(escaped(table.caption))**", ""]
    lines.append(row(table.columns.map { escaped($0.title) }))
    lines.append(row(table.columns.map { $0.alignment == .number ? "---:" : ":---" }))
    lines += table.rows.map { row($0.map { prose($0.text) }) }
    lines += table.totals.map { total in
      row(total.map { $0.text.isEmpty ? "" : "**\(escaped($0.text.plain))**" })
    }
    lines.append("")
    if !table.note.isEmpty { lines += [prose(table.note), ""] }
    return lines
  }

  private func row(_ cells: [String]) -> String {
    "| " + cells.map { $0.isEmpty ? " " : $0 }.joined(separator: " | ") + " |"
  }

  /// A command in a fence that is longer than any run of back-ticks inside it.
  private func code(_ text: String) -> [String] {
    var (longest, run) = (0, 0)
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return [fence + "sh", oneLine(text), fence, ""]
  }

  private func oneLine(_ text: String) -> String {
    var cleaned = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { cleaned.append(Markup.visible(scalar)) }
    return String(cleaned)
  }

  private func prose(_ prose: Prose) -> String {
    prose.runs.enumerated().map { index, run in
      switch run.style {
      case .plain: escaped(run.text, startsLine: index == 0)
      case .strong: emphasised(run.text)
      case .code: "<code>\(escaped(run.text))</code>"
      }
    }.joined()
  }

  private func emphasised(_ text: String) -> String {
    let trimmed = text.drop { $0 == " " }
    return trimmed.isEmpty ? "" : "**\(escaped(String(trimmed)))**"
  }

  /// Text that Markdown shows as it is: no markup, links, images or bare addresses.
  func escaped(_ text: String, startsLine: Bool = true) -> String {
    var safe = ""
    var before: Unicode.Scalar = " "
    let scalars = Array(oneLine(text).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "|", "~": safe += "\\\(scalar)"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "&": safe += "&amp;"
      case "@": safe += "&#64;"
      // A bare address would become a link.
      case ":" where next == "/": safe += "&#58;"
      case "." where before == "w" || before == "W": safe += "&#46;"
      case "#", "+", "-", "=":
        guard startsLine && index == 0 else {
          safe.unicodeScalars.append(scalar)
          break
        }
        safe += "\\\(scalar)"
      case "$" where next == "\\" || next.properties.isAlphabetic: safe += "\\$"
      default: safe.unicodeScalars.append(scalar)
      }
      before = scalar
    }
    return safe
  }
}
