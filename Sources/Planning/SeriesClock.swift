import Demand
import Quantities

/// The times of a file of series: how they are written and how far a horizon reaches.
struct SeriesClock {
  let kind: SeriesTable.Kind
  let step: SeriesTable.Step
  /// Values to a season.
  let frequency: Int
  private let sample: String
  /// Whether months are written by their last day.
  private let isMonthEnd: Bool

  init(_ table: SeriesTable, step: SeriesTable.Step, frequency: Int?) {
    (kind, self.step) = (table.kind, step)
    sample = table.series.first?.rows.first?.text ?? ""
    isMonthEnd =
      sample.count >= 10 && kind == .month && !sample.dropFirst(8).hasPrefix("01")
    let usual =
      switch step {
      case .minutes, .day: 7
      case .week: 52
      case .months(let count): max(1, 12 / count)
      case .number: 1
      }
    self.frequency = frequency ?? usual
  }

  /// Units of time to a step.
  var stride: Int {
    switch step {
    case .minutes(let count), .months(let count), .number(let count): count
    case .day: 1
    case .week: 7
    }
  }

  /// A time as the file writes its own.
  func text(_ time: Int) -> String {
    switch kind {
    case .number: return "\(time)"
    case .month:
      guard let date = LocalDate(year: time / 12, month: time % 12 + 1, day: 1) else {
        return "\(time)"
      }
      if sample.count == 7 { return date.monthText }
      let day = isMonthEnd ? date + (date.daysInMonth - 1) : date
      return day.description + sample.dropFirst(10)
    case .day: return LocalDate(daysSince1970: time).description + sample.dropFirst(10)
    case .minute:
      let (day, minute) = (time / 1440, time % 1440)
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      let mark = sample.dropFirst(10).prefix(1)
      return LocalDate(daysSince1970: day).description + (mark.isEmpty ? " " : mark)
        + two(minute / 60) + ":" + two(minute % 60) + sample.dropFirst(16)
    }
  }

  /// The time at which a horizon from a time ends; nothing for text that is no horizon of this series.
  ///
  /// - Parameters:
  ///   - horizon: `28d`, `4w`, `12h`, `30m`, `18mo`, or a number of steps.
  ///   - start: The first time.
  /// - Returns: The first time beyond.
  func end(of horizon: String, from start: Int) -> Int? {
    let digits = horizon.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), count > 0, count <= 1_000_000 else { return nil }
    let unit = String(horizon.dropFirst(digits.count))
    if unit.isEmpty { return start + count * stride }
    switch kind {
    case .minute:
      switch unit {
      case "m", "min": return start + count
      case "h": return start + count * 60
      case "d": return start + count * 1440
      case "w", "week": return start + count * 7 * 1440
      case "mo":
        let date = LocalDate(daysSince1970: start / 1440)
        return Self.later(date, months: count).daysSince1970 * 1440 + start % 1440
      default: return nil
      }
    case .day:
      switch unit {
      case "d": return start + count
      case "w", "week": return start + count * 7
      case "mo": return Self.later(LocalDate(daysSince1970: start), months: count).daysSince1970
      default: return nil
      }
    case .month: return unit == "mo" ? start + count : nil
    case .number:
      let perYear: Int? =
        switch unit {
        case "mo": 12
        case "w", "week": 52
        case "d": frequency == 7 ? frequency : 365
        case "h": frequency == 24 ? frequency : nil
        default: nil
        }
      guard let perYear else { return nil }
      let steps = count * frequency
      return steps % perYear == 0 && steps > 0 ? start + steps / perYear * stride : nil
    }
  }

  private static func later(_ date: LocalDate, months: Int) -> LocalDate {
    let (year, month, day) = date.parts
    let number = year * 12 + month - 1 + months
    let (toYear, toMonth) = (number / 12, number % 12 + 1)
    let last = LocalDate.daysIn(month: toMonth, year: toYear)
    return LocalDate(year: toYear, month: toMonth, day: min(day, last)) ?? date
  }

  /// What to type for a horizon.
  var horizonExample: String {
    switch kind {
    case .minute, .day: "28d"
    case .month: "18mo"
    case .number: "18, a number of steps, or 18mo with --frequency 12"
    }
  }
}
