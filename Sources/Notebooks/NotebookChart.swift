import Foundation
import LocatedJSON
import Reporting

extension NotebookRun {
  private static let usage =
    "Write { \"title\": …, \"from\": \"last\", \"x\": COLUMN, \"y\": [COLUMN, …], \"unit\": …, \"shape\": "
    + "\"line\" or \"bar\" }"

  /// Draws columns of an earlier block's table into a file beside the notebook.
  mutating func chart(_ block: NotebookDocument.Block, _ place: String) throws -> [String] {
    let text = String(repeating: "\n", count: block.line) + block.body.joined(separator: "\n")
    let root = try LocatedDocument(parsing: Array(text.utf8), file: path).root
    let known = ["title", "from", "x", "y", "unit", "shape"]
    for member in root.members ?? [] where !known.contains(member.key) {
      throw NotebookError(
        "\(member.keyPosition): \"\(member.key)\" is no key of a chart. Its keys are, nearest first: "
          + nearest(to: member.key, among: known).joined(separator: ", ") + ".")
    }
    let shape = root["shape"].map { $0.string.flatMap(ValueChart.Shape.init(rawValue:)) } ?? .line
    guard let title = root["title"]?.string, let x = root["x"]?.string,
      let y = root["y"]?.elements?.map(\.string), !y.isEmpty, !y.contains(nil), let shape
    else { throw NotebookError("\(place): the chart cannot be read. \(Self.usage).") }
    let from = root["from"]?.string ?? "last"
    guard let table = tables[from] else {
      let names = tables.keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
      throw NotebookError(
        "\(place): there is no table \"\(from)\" above. "
          + (names.isEmpty ? "Put a query or a scenario before the chart." : "There are \(names)."))
    }
    guard let labels = table.columns.firstIndex(of: x) else {
      throw NotebookError("\(place): \(Self.noColumn(x, table))")
    }
    let series = try y.compactMap(\.self).map { name in
      guard let values = table.numbers(name) else {
        throw NotebookError("\(place): \(Self.noColumn(name, table))")
      }
      return ValueChart.Series(name: name, values: values)
    }
    let stem =
      path.split(separator: "/").last.map { String($0).replacing(".md", with: "") } ?? "chart"
    let file = "\(stem)-\(charts.count + 1).svg"
    let drawn = ValueChart(
      title: title, unit: root["unit"]?.string ?? "", shape: shape,
      labels: table.rows.map { $0[labels] }, series: series)
    charts.append((file, drawn.svg()))
    return ["![\(title)](\(file))"]
  }

  private static func noColumn(_ name: String, _ table: NotebookTable) -> String {
    "there is no column \"\(name)\". The columns are, nearest first: "
      + nearest(to: name, among: table.columns).map { "\"\($0)\"" }.joined(separator: ", ") + "."
  }
}
