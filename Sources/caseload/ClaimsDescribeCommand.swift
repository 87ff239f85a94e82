import ArgumentParser
import ClaimsStore
import Foundation
import Quantities

struct ClaimsDescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Shows a store's columns, encodings, bytes a row, ranges and null shares.",
    discussion: "Example:\n  caseload claims describe fills.claims")

  @Argument(help: "The store.")
  var store: String
  @Flag(help: "Print one JSON document.")
  var json = false

  private struct Column: Encodable {
    var name: String
    var type: String
    var encoding: String
    var bytesPerRow: Double
    var nullShare: Double
    var range: String
  }

  private struct Description: Encodable {
    var store: String
    var rows: Int
    var bytesPerRow: Double
    var digest: String
    var columns: [Column]
    var notes: [String]
  }

  func run() throws {
    let description = try userFacing { try describe() }
    if json {
      print(try jsonText(description))
      return
    }
    print("\(store): \(description.rows) rows, \(fixed(description.bytesPerRow)) bytes a row")
    let rows =
      [["column", "type", "encoding", "bytes a row", "null", "range"]]
      + description.columns.map {
        [
          $0.name, $0.type, $0.encoding, fixed($0.bytesPerRow), fixed($0.nullShare * 100) + " %",
          $0.range,
        ]
      }
    let widths = rows[0].indices.map { place in rows.map { $0[place].count }.max() ?? 0 }
    for row in rows {
      let cells = row.enumerated().map { place, cell in
        cell.padding(toLength: widths[place], withPad: " ", startingAt: 0)
      }
      var line = "  " + cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      print(line)
    }
    for note in description.notes { print("note: \(note)") }
  }

  private func describe() throws -> Description {
    let table = try ClaimsSnapshot.open(store)
    let rows = Double(max(table.rowCount, 1))
    return Description(
      store: store, rows: table.rowCount, bytesPerRow: Double(table.byteCount) / rows,
      digest: table.dataDigest(),
      columns: table.columns.map { column in
        Column(
          name: column.name, type: column.type.sqlName, encoding: column.encoding,
          bytesPerRow: Double(column.byteCount) / rows,
          nullShare: Double(column.nullCount) / rows, range: range(column))
      },
      notes: try table.summary(
        zone: .utc, threads: ProcessInfo.processInfo.activeProcessorCount
      ).notes)
  }

  /// The least and greatest value; identifiers of people are not shown.
  private func range(_ column: ClaimsColumn) -> String {
    if column.name == "member_id" { return "(not shown)" }
    if let dictionary = column.dictionary { return "\(dictionary.count) values" }
    let filled = column.blocks.filter { $0.minimum <= $0.maximum }
    guard let low = filled.map(\.minimum).min(), let high = filled.map(\.maximum).max(),
      column.nullCount < column.count
    else { return "" }
    switch column.type {
    case .timestamp: return "\(instant(low)) to \(instant(high))"
    case .date:
      return "\(LocalDate(daysSince1970: Int(low))) to \(LocalDate(daysSince1970: Int(high)))"
    case .decimal(_, let scale):
      return "\(decimal(low, scale)) to \(decimal(high, scale))"
    case .boolean: return low == high ? (low == 1 ? "true" : "false") : "false, true"
    default: return "\(low) to \(high)"
    }
  }

  private func instant(_ microseconds: Int64) -> String {
    let second = microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
    let (date, minute) = ZoneRules.utc.local(at: second)
    let (hours, minutes) = (minute / 60, minute % 60)
    return "\(date) \(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
  }

  private func decimal(_ value: Int64, _ scale: Int) -> String {
    guard scale > 0 else { return "\(value)" }
    let digits = String(value.magnitude)
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    return (value < 0 ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
  }

  private func fixed(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
