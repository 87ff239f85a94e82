import Foundation
import Quantities
import Results
import Testing

@testable import Reporting

/// Strings that try to become something else than text.
enum HostileText {
  static let all = [
    "<script>alert(1)</script>", "</script><script>x", "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>", "'><b>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml?>", "</title>",
    "</style>", "</svg>", "</text><a href=\"javascript:alert(1)\">", "<iframe src=//evil.example>",
    "<a href=https://evil.example>", "&lt;b&gt;", "&#x3C;b&#x3E;", "&amp", "{{title}}",
    "{{{title}}}",
    "{{>page}}", "{{#rows}}", "{{=<% %>=}}", "<%= 1 %>", "${7*7}", "#{7*7}", "`id`", "$(id)",
    "=1+1", "=HYPERLINK(\"https://evil.example\")", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1",
    "\n=1", " =1+1", "＝1+1", "=cmd|' /C calc'!A0", "DDE(\"cmd\")", "a,b", "a\"b", "a\"\"b",
    "a\r\nb", "a\nb,c", "'quoted'", "[x](javascript:alert(1))", "![x](https://evil.example/a.png)",
    "https://evil.example/x", "www.evil.example", "mail@evil.example", "<https://evil.example>",
    "**bold**", "# heading", "| a | b |", "```", "~~~", "---", "1. one", "> quote", "\\", "\u{0}",
    "\u{1B}[31m", "\u{202E}evil", "\u{2066}x", "\u{FEFF}", "\u{200F}", "\u{FEFF}=1", "\u{200F}+1",
    "\u{A0}@A1", "e\u{301}\u{301}", "👩‍👩‍👧‍👦",
    String(repeating: "x", count: 5000), "' onmouseover='alert(1)", "\" style=\"x", "javascript:x",
  ]

  /// A result with a hostile string in every field that holds text.
  static func result(_ text: String) -> PlanResult {
    var fixture = PlanFixture()
    fixture.end = fixture.start + 1
    (fixture.queueNames, fixture.poolNames) = ([text], [text])
    fixture.alternativeNames = ["\(text) 1", text]
    var result = fixture.result()
    (result.name, result.question, result.notes, result.warnings) = (text, text, [text], [text])
    result.horizon.timeZone = text
    result.owner = text
    result.whatIfs = [
      WhatIf(change: text, costChangeCents: .zero, pools: [], shortHours: 0, firstShortWeek: nil),
      WhatIf(change: text, costChangeCents: .zero, pools: [], shortHours: 0, firstShortWeek: nil),
    ]
    result.comparison = PlanFixture.comparison(of: result)
    result.outcomes = [
      OutcomeValue(
        alternative: text, name: text, queue: text, of: text, items: 1, amount: 1, unit: text,
        cents: nil, source: text)
    ]
    result.clients = [
      ClientAccount(
        alternative: text, client: text, lineOfBusiness: text, members: 1, costCents: .zero,
        dollarsPerMemberMonth: 1, promises: 1, missed: 0, exposureCents: .zero)
    ]
    result.queues[0].goals = [text]
    (result.queues[0].kind, result.queues[0].hours) = (text, text)
    result.demand.events[0].name = text
    result.demand.queues[0].drivers[0].name = text
    result.demand.queues[0].drivers[0].explanation = text
    result.demand.claims?.source = text
    result.demand.claims?.remarks = [text]
    result.demand.claims?.missing[0].column = text
    result.forecast.queues[0].models[0].model = text
    result.forecast.queues[0].models[0].explanation = text
    result.sensitivities[0].input = text
    (result.sensitivities[0].low, result.sensitivities[0].high) = (text, text)
    result.assumptions[0] = Assumption(subject: text, value: text, source: text, isDefault: true)
    result.provenance.command = text
    result.provenance.version = text
    for index in result.alternatives.indices {
      result.alternatives[index].plan.method = text
      result.alternatives[index].requirement.units[0].method = text
      result.alternatives[index].requirement.units[0].example?.start = text
      result.alternatives[index].proof.goals[0].goal = text
      result.alternatives[index].proof.goals[0].periods[0].period = text
      for line in result.alternatives[index].cost.lines.indices {
        result.alternatives[index].cost.lines[line].kind = text
        result.alternatives[index].cost.lines[line].month = text
      }
      for item in result.alternatives[index].cost.items.indices {
        result.alternatives[index].cost.items[item].line.kind = text
        result.alternatives[index].cost.items[item].line.month = text
        result.alternatives[index].cost.items[item].factors[0].name = text
        result.alternatives[index].cost.items[item].factors[1].price?.key = text
      }
      result.alternatives[index].cost.example?.factors[0].name = text
      result.alternatives[index].cost.unitCosts[0].measure = text
    }
    return result
  }
}

@Suite("Text that tries to become something else")
struct HostileTextTests {
  private func text(_ name: String, _ files: [ReportFile]) throws -> String {
    let file = try #require(files.first { $0.relativePath == name })
    return try #require(String(bytes: file.bytes, encoding: .utf8))
  }

  /// The start tags of a page of harmless text.
  private static let plainTags = Result {
    let files = try Report().write(HostileText.result("plain"), formats: [.html])
    return tags(String(decoding: files[0].bytes, as: UTF8.self))
  }

  /// The start tags of a page with the values of their attributes emptied.
  private static func tags(_ page: String) -> Set<String> {
    var found: Set<String> = []
    for part in page.split(separator: "<").dropFirst() {
      let tag = part.prefix { $0 != ">" }
      var (bare, isValue) = ("", false)
      for character in tag {
        if character == "\"" { isValue.toggle() } else if !isValue { bare.append(character) }
      }
      found.insert(bare)
    }
    return found
  }

  @Test("No string adds an element or an attribute to the page", arguments: HostileText.all)
  func page(hostile: String) throws {
    let files = try Report().write(HostileText.result(hostile), formats: [.html])
    let page = try text("report.html", files)
    #expect(try HostileTextTests.tags(page).subtracting(HostileTextTests.plainTags.get()).isEmpty)
    #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(!page.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) })
    let links = page.components(separatedBy: "href=\"").dropFirst().map { $0.prefix(1) }
    #expect(links.allSatisfy { $0 == "#" || $0 == "d" })
    if hostile.hasPrefix("{{") { #expect(page.contains(Markup.escaped(hostile))) }
  }

  /// The first character that a reader sees.
  private static func firstSeen(_ text: String) -> Character? {
    text.unicodeScalars.first {
      !" \u{A0}\u{FEFF}\u{200E}\u{200F}\u{202E}\u{2066}".unicodeScalars.contains($0)
    }.map(Character.init)
  }

  @Test("No string becomes a formula or a row of a table", arguments: HostileText.all)
  func tables(hostile: String) throws {
    for table in ReportTables(HostileText.result(hostile)).tables() {
      let bytes = table.bytes()
      let rows = try parse(bytes)
      #expect(rows.count == table.rows.count + 1, "\(table.name)")
      #expect(rows.allSatisfy { $0.count == table.columns.count }, "\(table.name)")
      for (row, cells) in zip(rows.dropFirst(), table.rows) {
        for (written, cell) in zip(row, cells) {
          guard case .text = cell, let first = HostileTextTests.firstSeen(written) else {
            continue
          }
          #expect(!"=+-@\t\r\n＝".contains(first), "\(table.name): \(written.prefix(20))")
        }
      }
    }
  }

  @Test("No string becomes markup, a link or a row in Markdown", arguments: HostileText.all)
  func markdown(hostile: String) throws {
    let escaped = MarkdownRenderer().escaped(hostile)
    #expect(!escaped.contains("<") && !escaped.contains("://") && !escaped.contains("\n"))
    #expect(!escaped.contains("www.") && !escaped.contains("@"))
    var before: Character = " "
    for character in escaped {
      if "[]`*_|".contains(character) { #expect(before == "\\") }
      before = character == "\\" && before == "\\" ? " " : character
    }
    let files = try Report().write(HostileText.result(hostile), formats: [.md])
    let page = try text("report.md", files)
    for line in page.split(separator: "\n") where line.hasPrefix("|") {
      #expect(line.hasSuffix("|"))
    }
  }

  @Test("No string becomes part of a formula of the workbook", arguments: HostileText.all)
  func workbook(hostile: String) throws {
    let book = WorkbookContent(HostileText.result(hostile)).spreadsheet()
    let plain = WorkbookContent(HostileText.result("plain")).spreadsheet()
    func formulas(_ book: Spreadsheet) -> [String] {
      book.sheets.flatMap(\.cells).compactMap { cell in
        switch cell.content {
        case .formula(let formula, _), .textFormula(let formula, _): formula
        case .text, .number: nil
        }
      }
    }
    #expect(formulas(book) == formulas(plain))
    #expect(book.sheets.map(\.name) == plain.sheets.map(\.name))
    let bytes = try SpreadsheetWriter().bytes(book, created: 0)
    #expect(bytes.starts(with: Array("PK".utf8)))
  }

  @Test(
    "No string adds an element to a chart that stands alone, nor a formula to its values",
    arguments: HostileText.all)
  func charts(hostile: String) throws {
    let charts = ChartFiles(ReportContent(HostileText.result(hostile)).document())
    let plain = ChartFiles(ReportContent(HostileText.result("plain")).document())
    func tags(_ charts: ChartFiles) -> Set<String> {
      charts.drawings().reduce(into: []) {
        $0.formUnion(HostileTextTests.tags(String(decoding: $1.bytes, as: UTF8.self)))
      }
    }
    #expect(tags(charts).subtracting(tags(plain)).isEmpty)
    for file in charts.drawings() + charts.tables() {
      let name = file.relativePath.dropFirst("charts/".count)
      #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) })
    }
    for table in charts.tables() {
      for cell in try parse(table.bytes).dropFirst().joined() where Double(cell) == nil {
        let first = HostileTextTests.firstSeen(cell) ?? "x"
        #expect(!"=+-@\t\r\n＝".contains(first), "\(table.relativePath): \(cell.prefix(20))")
      }
    }
  }

  @Test("JSON reads back as it was", arguments: HostileText.all)
  func json(hostile: String) throws {
    var result = PlanFixture.small
    result.name = hostile
    let bytes = try stageJSON(result)
    let decoded = try JSONDecoder().decode(PlanResult.self, from: Data(bytes))
    #expect(decoded.name == hostile)
  }

  /// A plain reading of RFC 4180.
  private func parse(_ bytes: [UInt8]) throws -> [[String]] {
    var rows: [[String]] = []
    var (row, cell, isQuoted): ([String], [UInt8], Bool) = ([], [], false)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if isQuoted {
        if byte == 0x22, index + 1 < bytes.count, bytes[index + 1] == 0x22 {
          cell.append(byte)
          index += 1
        } else if byte == 0x22 {
          isQuoted = false
        } else {
          cell.append(byte)
        }
      } else if byte == 0x22 {
        isQuoted = true
      } else if byte == 0x2C || byte == 0x0A {
        let text = try #require(String(bytes: cell, encoding: .utf8))
        row.append(text)
        cell = []
        if byte == 0x0A {
          rows.append(row)
          row = []
        }
      } else if byte != 0x0D {
        cell.append(byte)
      }
      index += 1
    }
    return rows
  }
}
