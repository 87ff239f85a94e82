import Quantities

/// A calendar month of the horizon.
public struct CostMonth: Equatable, Sendable {
  /// First day of the month inside the horizon.
  public var start: LocalDate
  /// Days of the month inside the horizon.
  public var days: Int
  /// Days of the whole month.
  public var daysInMonth: Int
  /// The month as `2026-10`.
  public var label: String { start.monthText }
  /// Share of the month inside the horizon.
  public var share: Double { Double(days) / Double(daysInMonth) }

  /// The calendar months that a horizon touches, in order.
  ///
  /// - Parameters:
  ///   - start: First day of the horizon.
  ///   - end: Last day, inclusive; not before `start`.
  /// - Returns: The months; the first and the last may be short.
  public static func covering(from start: LocalDate, through end: LocalDate) -> [CostMonth] {
    precondition(start <= end, "months from \(start) to \(end)")
    var months: [CostMonth] = []
    var day = start
    while day <= end {
      let next = day.startOfMonth + day.daysInMonth
      let last = min(end, next - 1)
      months.append(CostMonth(start: day, days: last - day + 1, daysInMonth: day.daysInMonth))
      day = next
    }
    return months
  }
}
