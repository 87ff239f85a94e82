import Foundation
import Results
import Testing

@testable import Reporting

@Suite("What CSV files mean")
struct DictionaryTests {
  private static let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs/result.md")

  /// Every table of every fixture, each shape once.
  private static func tables() -> (tables: [CSVTable], charts: [CSVTable]) {
    var charts: [CSVTable] = []
    let results = EdgeFixtures.all.map(\.result) + [PlanFixture.compared]
    for result in results {
      for chart in ChartFiles(ReportContent(result).document()).valueTables() {
        let isKnown = charts.contains {
          $0.columns.map(\.name) == chart.columns.map(\.name) && $0.rowMeaning == chart.rowMeaning
        }
        if !isKnown { charts.append(chart) }
      }
    }
    return (ReportTables(PlanFixture.small).tables(), charts)
  }

  /// The lines of the document that describe tables.
  private static func lines() -> [String] {
    let (tables, charts) = tables()
    func columns(_ table: CSVTable) -> String {
      table.columns.map { "`\($0.name)` (\($0.unit))" }.joined(separator: ", ")
    }
    return ["| file in `tables/` | a row is | columns |", "| --- | --- | --- |"]
      + tables.map { "| `\($0.name).csv` | \($0.rowMeaning) | \(columns($0)) |" }
      + ["", "| a chart in `charts/` whose rows are | has the columns |", "| --- | --- |"]
      + charts.map { "| \($0.rowMeaning) | \(columns($0)) |" }
  }

  @Test("Every column of a table and of a chart has a unit and a meaning")
  func columns() {
    let (tables, charts) = DictionaryTests.tables()
    #expect(charts.count >= 12)
    for table in tables + charts {
      #expect(!table.rowMeaning.isEmpty, "\(table.name)")
      for column in table.columns {
        #expect(!column.unit.isEmpty && !column.meaning.isEmpty, "\(table.name) \(column.name)")
      }
    }
  }

  @Test("docs/result.md names every CSV file with its columns and units")
  func documented() throws {
    let text = try String(contentsOf: DictionaryTests.document, encoding: .utf8)
    let lines = DictionaryTests.lines()
    if ProcessInfo.processInfo.environment["GOLDEN"] == "record",
      let start = text.range(of: "\n| file in `tables/`")
    {
      let new = text[..<start.lowerBound] + "\n" + lines.joined(separator: "\n") + "\n"
      try String(new).write(to: DictionaryTests.document, atomically: true, encoding: .utf8)
      return
    }
    let written = Set(text.split(separator: "\n").map(String.init))
    for line in lines where !line.isEmpty {
      #expect(written.contains(line), "write with GOLDEN=record: \(line)")
    }
  }
}
