import Foundation
import Quantities
import Testing

/// The bank calls of the shared data by calendar day and half hour.
struct BankCalls {
  /// Days on which the bank may be open, oldest first.
  let dates: [LocalDate]
  let start: LocalDate
  /// Calls by calendar day and half hour from 7:00.
  let rows: [[Double?]]
  let closed: [Bool]

  init() throws {
    let shared = try #require(sharedFolder())
    let file = shared.appendingPathComponent("data/calls/bank_calls_30min_first120days.csv")
    var recorded: [LocalDate: [Double?]] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let date = try #require(LocalDate(String(fields[0].prefix(10))))
      recorded[date, default: []].append(Double(fields[1]))
    }
    dates = recorded.keys.sorted()
    let start = dates[0]
    self.start = start
    let empty = [Double?](repeating: nil, count: 28)
    let rows = (0...(dates[dates.count - 1] - start)).map { recorded[start + $0] ?? empty }
    self.rows = rows
    closed = rows.indices.map { recorded[start + $0] != nil && rows[$0].contains(nil) }
  }

  /// Whether a day, counted among `dates`, was closed.
  func isClosed(_ place: Int) -> Bool { closed[dates[place] - start] }
}
