import ClaimsKernels

/// A table of claims: the known columns, the extra ones, and which timestamps have a time of day.
///
/// A value; copies share their columns. Every row is one line of a claims extract: a paid, rejected
/// or reversed transaction, in any order.
public struct ClaimsTable: Sendable {
  /// The columns: the known ones first, in the order of ``ClaimsSchema/known``, then the extra ones.
  public let columns: [ClaimsColumn]
  /// For each row, 1 when `ts` has a time of day and 0 when it is a local service day.
  public let timeOfDay: ClaimsColumn
  /// The number of rows.
  public let rowCount: Int
  private let positions: [String: Int]

  /// Joins columns of equal length.
  ///
  /// - Parameters:
  ///   - columns: The known columns first, in their order.
  ///   - timeOfDay: A boolean column of the same length.
  init(columns: [ClaimsColumn], timeOfDay: ClaimsColumn) {
    self.columns = columns
    self.timeOfDay = timeOfDay
    rowCount = timeOfDay.count
    var positions: [String: Int] = [:]
    for (index, column) in columns.enumerated() {
      precondition(column.count == timeOfDay.count, "\(column.name) has \(column.count) rows")
      positions[column.name.lowercased()] = index
    }
    self.positions = positions
  }

  /// The names and types.
  public var schema: ClaimsSchema {
    ClaimsSchema(columns: columns.map { ClaimsSchema.Column(name: $0.name, type: $0.type) })
  }

  /// The column of that name, whatever the case of its letters.
  public func column(named name: String) -> ClaimsColumn? {
    positions[name.lowercased()].map { columns[$0] }
  }

  /// A table without rows: the known columns with their types.
  public static var empty: ClaimsTable {
    ClaimsTable(
      columns: ClaimsSchema.known.columns.map { column in
        column.type == .text
          ? ClaimsColumn(name: column.name, groups: [])
          : ClaimsColumn(name: column.name, type: column.type, parts: [])
      }, timeOfDay: ClaimsColumn(name: "ts_has_time", type: .boolean, parts: []))
  }

  /// The bytes that all columns take, dictionaries included.
  public var byteCount: Int { columns.reduce(timeOfDay.byteCount) { $0 + $1.byteCount } }
}
