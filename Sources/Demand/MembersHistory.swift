import Quantities

/// Members over recorded time, with those who joined.
///
/// Read from a table of members by month or by day, one row for each client, contract or plan: what stands
/// for one date is added up over its rows. Without a column of joiners, they are the growth of that sum, so
/// that members who only move to another contract, or whose contract is renamed, are not new.
public struct MembersHistory: Equatable, Sendable {
  /// Members who joined on a date.
  public struct Joined: Equatable, Sendable {
    /// The effective date.
    public var date: LocalDate
    /// How many.
    public var members: Double
  }

  /// Dates from which a number of members holds, ascending.
  public var steps: [(date: LocalDate, members: Double)]
  /// Those who joined, by date; nothing of the first date, whose members count as long-standing.
  public var joined: [Joined]
  /// Whether joiners were given and not taken from growth.
  public var isJoinedGiven: Bool
  /// The last date that the table covers.
  public var end: LocalDate
  /// Dates on which members moved between rows: how many, at least 5 % of all.
  public var moved: [Joined]

  /// Compares all parts.
  public static func == (left: MembersHistory, right: MembersHistory) -> Bool {
    left.joined == right.joined && left.end == right.end && left.moved == right.moved
      && left.steps.elementsEqual(right.steps, by: ==)
  }

  /// Members on a day; the first number before the table.
  public func members(on date: LocalDate) -> Double {
    (steps.last { $0.date <= date } ?? steps[0]).members
  }

  /// Headings of the column of dates, in small letters.
  static let dateHeadings = ["month", "date", "day", "ds", "effective_date"]

  /// Reads the table.
  ///
  /// - Parameters:
  ///   - bytes: The file's content in UTF-8: a column `month`, `date` or `day` (`2027-01` or `2027-01-01`), a
  ///     column `members`, and, where known, a column `joined`; other columns tell rows apart.
  ///   - file: The name used in messages.
  /// - Returns: Members over time.
  /// - Throws: ``IntervalExportError`` with every problem found and its line.
  /// - Complexity: O(rows × log rows).
  public static func read(
    bytes: [UInt8], file: String
  ) throws(IntervalExportError) -> MembersHistory {
    let table = DelimitedText(bytes: bytes)
    var problems = table.problems
    func stop() -> IntervalExportError {
      IntervalExportError(problems: problems.lines(in: table, file: file))
    }
    guard !table.header.isEmpty else { throw stop() }
    let names = table.header.map { $0.lowercased() }
    let date = dateHeadings.compactMap { names.firstIndex(of: $0) }.first
    let members = names.firstIndex(of: "members")
    let joined = names.firstIndex(of: "joined")
    if date == nil {
      problems.note(
        0,
        "no column \"month\", \"date\" or \"day\". The columns are "
          + "\(table.header.joined(separator: ", ")).")
    }
    if members == nil {
      problems.note(
        0, "no column \"members\". The columns are \(table.header.joined(separator: ", ")).")
    }
    guard let date, let members else { throw stop() }
    let others = names.indices.filter { $0 != date && $0 != members && $0 != joined }
    var rows: [LocalDate: [String: (members: Double, joined: Double)]] = [:]
    var isMonthly = true
    for row in 0..<table.rowCount {
      func number(_ column: Int) -> Double? {
        let text = table.text(row: row, column: column)
        if let value = Double(text), value >= 0, value.isFinite { return value }
        problems.note(
          table.offset(row: row, column: column),
          "\"\(text)\" is no number of members. Write a number of at least 0.")
        return nil
      }
      let text = table.text(row: row, column: date)
      let isMonth = text.utf8.count == 7
      guard let day = LocalDate(isMonth ? text + "-01" : String(text.prefix(10))) else {
        problems.note(
          table.offset(row: row, column: date),
          "\"\(text)\" is no date. Write one such as 2027-01-01, or a month such as 2027-01.")
        continue
      }
      if day.parts.day != 1 { isMonthly = false }
      let count = number(members)
      let new = joined.map { number($0) } ?? 0
      guard let count, let new else { continue }
      let key = others.map { table.text(row: row, column: $0) }.joined(separator: "\u{0}")
      if rows[day]?[key] != nil {
        problems.note(
          table.offset(row: row, column: date),
          "\(text) is here twice for the same client. Keep one row, or add the column that tells them apart."
        )
      }
      rows[day, default: [:]][key] = (count, new)
    }
    guard problems.count == 0 else { throw stop() }
    let dates = rows.keys.sorted()
    guard let last = dates.last else {
      problems.note(table.bytes.count, "no rows. Give members by month.")
      throw stop()
    }
    var history = MembersHistory(
      steps: [], joined: [], isJoinedGiven: joined != nil,
      end: isMonthly
        ? last + (LocalDate.daysIn(month: last.parts.month, year: last.parts.year) - 1) : last,
      moved: [])
    var before: [String: (members: Double, joined: Double)] = [:]
    for day in dates {
      let now = rows[day] ?? [:]
      let sum = now.keys.sorted().reduce(0) { $0 + (now[$1]?.members ?? 0) }
      if let old = history.steps.last?.members {
        let new = joined == nil ? sum - old : now.values.map(\.joined).sorted().reduce(0, +)
        if new > 0 { history.joined.append(Joined(date: day, members: new)) }
        let risen = Set(before.keys).union(now.keys).sorted().reduce(0.0) {
          $0 + max(0, (now[$1]?.members ?? 0) - (before[$1]?.members ?? 0))
        }
        let away = risen - max(0, sum - old)
        if away >= 0.05 * max(1, old) { history.moved.append(Joined(date: day, members: away)) }
      }
      history.steps.append((day, sum))
      before = now
    }
    return history
  }
}
