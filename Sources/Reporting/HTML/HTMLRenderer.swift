import Mustache

/// A document as one self-contained page.
struct HTMLRenderer {
  private let library: MustacheLibrary

  /// Parses the templates.
  ///
  /// - Throws: An error of the template parser, which would be a fault of this module.
  init() throws { library = try Templates.library() }

  /// What the page may load: its own style sheet, its own script and nothing else.
  static var policy: String {
    "default-src 'none'; style-src 'sha256-\(StyleSheet.digest)'; "
      + "script-src 'sha256-\(PageScript.digest)'; img-src data:; "
      + "base-uri 'none'; form-action 'none'"
  }

  /// The page of a document.
  ///
  /// - Parameters:
  ///   - document: The content.
  ///   - version: The program's version.
  ///   - isOnPaper: Whether the page is to be printed: its script stays out.
  /// - Returns: The page's text.
  /// - Throws: ``ReportError/missingTemplate(_:)``, which would be a fault of this module.
  func page(
    _ document: Document, version: String, isOnPaper: Bool = false
  ) throws(ReportError) -> String {
    var counter = 0
    var sections: [[String: Any]] = []
    let opening = try blocks(document.opening, &counter)
    for section in document.sections {
      sections.append([
        "anchor": section.anchor, "title": clean(section.title),
        "hasLead": !section.lead.isEmpty, "lead": markup(section.lead),
        "html": try blocks(section.blocks, &counter),
      ])
    }
    return try render(
      "page",
      [
        "policy": Markup(trusted: HTMLRenderer.policy), "version": clean(version),
        "title": clean(document.title), "subtitle": clean(document.subtitle),
        "style": Markup(trusted: StyleSheet.text), "script": Markup(trusted: PageScript.text),
        "hasScript": !isOnPaper,
        "hasQuestion": !document.question.isEmpty, "question": clean(document.question),
        "hasNotices": !document.notices.isEmpty, "notices": document.notices.map(item),
        "answer": document.answer.map(item), "hasFigures": !document.figures.isEmpty,
        "figures": document.figures.map { figure in
          [
            "label": clean(figure.label), "value": clean(HTMLRenderer.unbroken(figure.value)),
            "html": markup(figure.note),
          ] as [String: Any]
        }, "opening": opening, "sections": sections,
      ]
    ).text
  }

  private func blocks(_ blocks: [Block], _ counter: inout Int) throws(ReportError) -> Markup {
    var text = ""
    for block in blocks { text += try self.block(block, &counter).text }
    return Markup(trusted: text)
  }

  private func block(_ block: Block, _ counter: inout Int) throws(ReportError) -> Markup {
    switch block {
    case .heading(let text): return try render("heading", ["text": clean(text)])
    case .paragraph(let prose): return try render("paragraph", item(prose))
    case .list(let items): return try render("list", ["items": items.map(item)])
    case .code(let text): return try render("code", ["text": clean(text)])
    case .table(let table): return try render("table", model(table))
    case .figure(let figure): return try render("figure", model(figure, &counter))
    case .figures(let figures):
      return try render("figures", ["html": try blocks(figures.map { .figure($0) }, &counter)])
    case .facts(let facts):
      let models = facts.map { fact in
        ["term": clean(fact.term), "html": markup(fact.value)] as [String: Any]
      }
      return try render("facts", ["facts": models])
    case .folded(let summary, let inner):
      return try render(
        "folded", ["summary": clean(summary), "html": try blocks(inner, &counter)])
    case .columns(let left, let right):
      return try render(
        "columns", ["left": try blocks(left, &counter), "right": try blocks(right, &counter)])
    }
  }

  private func model(_ table: Table) -> [String: Any] {
    func row(_ cells: [Table.Cell], chosen: Bool) -> [String: Any] {
      let models = cells.enumerated().map { index, cell in
        [
          "header": index == 0, "style": style(cell, table.columns, index),
          "html": markup(cell.text),
        ] as [String: Any]
      }
      return ["cells": models, "chosen": chosen]
    }
    let size = table.columns.count
    let words = table.columns.filter { $0.alignment == .text }.count
    let isMiddle = size > 4 || words > 2
    return [
      "caption": clean(table.caption), "style": size > 6 ? "wide" : isMiddle ? "middle" : "small",
      "columns": table.columns.map { column in
        ["title": clean(column.title), "number": column.alignment == .number] as [String: Any]
      },
      "rows": table.rows.enumerated().map { row($1, chosen: $0 == table.highlighted) },
      "hasTotals": !table.totals.isEmpty,
      "totals": table.totals.map { row($0, chosen: false) }, "hasNote": !table.note.isEmpty,
      "note": markup(table.note),
    ]
  }

  private func style(_ cell: Table.Cell, _ columns: [Table.Column], _ index: Int) -> String {
    let base = columns.indices.contains(index) && columns[index].alignment == .number ? "n" : "t"
    switch cell.mark {
    case .none: return base
    case .good: return base + " good"
    case .bad: return base + " bad"
    case .quiet: return base + " quiet"
    case .folding: return base + " folding"
    }
  }

  private func model(_ figure: Figure, _ counter: inout Int) -> [String: Any] {
    counter += 1
    func drawn(_ drawing: Drawing, _ part: String, _ style: String) -> String {
      drawing.markup(
        id: "chart-\(counter)\(part)", style: style, title: figure.title,
        description: figure.alternative
      ).text
    }
    let drawing =
      figure.narrow.map { drawn(figure.wide, "w", "for-wide") + drawn($0, "n", "for-narrow") }
      ?? drawn(figure.wide, "", "small")
    return [
      "title": clean(figure.title), "hasCaption": !figure.caption.isEmpty,
      "caption": markup(figure.caption), "drawing": Markup(trusted: drawing),
    ]
  }

  private func render(_ name: String, _ model: [String: Any]) throws(ReportError) -> Markup {
    guard let text = library.render(model, withTemplate: name) else {
      throw .missingTemplate(name)
    }
    return Markup(trusted: text)
  }

  private func item(_ prose: Prose) -> [String: Any] { ["html": markup(prose)] }

  /// Text without characters that hide or reorder others; the template escapes it.
  private func clean(_ text: String) -> String {
    var cleaned = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { cleaned.append(Markup.visible(scalar)) }
    return String(cleaned)
  }

  /// Text whose numbers keep their sign, unit and range on one line.
  static func unbroken(_ text: String) -> String {
    guard text.contains(where: { $0 == "−" || $0 == "–" || $0 == "%" || $0 == " " }) else {
      return text
    }
    let units: Set<Substring> = ["%", "M", "K", "B", "s", "h", "min", "×", "±"]
    var words = ""
    var before: Substring = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let bare = word.prefix { !",.;:)”".contains($0) }
      let isDay = word.first?.isNumber == true && HTMLRenderer.months.contains(before.suffix(3))
      let joins = isDay || units.contains(bare) && (before.last?.isNumber ?? false)
      words += (words.isEmpty && before.isEmpty ? "" : joins ? "\u{A0}" : " ") + word
      before = word.isEmpty ? " " : word
    }
    // A word joiner keeps a sign with its number and the ends of a range together.
    return words.split(separator: "−", omittingEmptySubsequences: false)
      .joined(separator: "−\u{2060}")
      .split(separator: "–", omittingEmptySubsequences: false)
      .joined(separator: "\u{2060}–\u{2060}")
  }

  private static let months = Set((1...12).map { Substring(Show.monthName($0)) })

  private func markup(_ prose: Prose) -> Markup {
    var text = ""
    for run in prose.runs {
      let escaped = Markup.escaped(HTMLRenderer.unbroken(run.text))
      switch run.style {
      case .plain: text += escaped
      case .strong: text += "<strong>\(escaped)</strong>"
      case .code: text += "<code>\(escaped)</code>"
      }
    }
    return Markup(trusted: text)
  }
}

extension Markup: MustacheCustomRenderable {
  var renderText: String { text }
  var isNull: Bool { false }
}
