import ClaimsKernels
import Quantities

extension DatePart {
  private static let perDay: Int64 = 86_400_000_000

  /// Year, month and day of the day count, without a calendar library.
  @inline(__always)
  private static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day &+ 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted &- era &* 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let index = (5 * dayOfYear + 2) / 153
    let month = index < 10 ? index + 3 : index - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * index + 2) / 5 + 1
    )
  }

  private static func days(_ year: Int64, _ month: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The part of a timestamp in microseconds.
  func value(_ micros: Int64) -> Int64 {
    let day = floorDivide(micros, Self.perDay)
    let rest = micros &- day &* Self.perDay
    switch self {
    case .year: return Self.civil(day).year
    case .quarter: return (Self.civil(day).month - 1) / 3 + 1
    case .month: return Self.civil(day).month
    case .day: return Self.civil(day).day
    case .hour: return rest / 3_600_000_000
    case .minute: return rest / 60_000_000 % 60
    case .second: return rest / 1_000_000 % 60
    case .isodow: return day + 3 - floorDivide(day + 3, 7) * 7 + 1
    case .week, .epoch: return floorDivide(micros, 1_000_000)
    }
  }

  /// The part of each timestamp in microseconds, or of each day.
  func values(_ moments: [Int64], isDay: Bool) -> [Int64] {
    switch self {
    case .hour:
      return isDay
        ? fastMap(moments) { _ in 0 }
        : fastMap(moments) {
          floorDivide($0, 3_600_000_000) &- floorDivide($0, 86_400_000_000) &* 24
        }
    case .isodow:
      let days = isDay ? moments : fastMap(moments) { floorDivide($0, 86_400_000_000) }
      return fastMap(days) { $0 &+ 3 &- floorDivide($0 &+ 3, 7) &* 7 &+ 1 }
    case .year, .quarter, .month, .day:
      let days = isDay ? moments : fastMap(moments) { floorDivide($0, 86_400_000_000) }
      // A table of the days that occur, when they are fewer than the rows.
      guard let low = days.min(), let high = days.max(), high &- low >= 0,
        high &- low < Int64(days.count)
      else { return fastMap(days) { value($0 &* 86_400_000_000) } }
      var known = [Int64](repeating: .min, count: Int(high - low) + 1)
      return days.map { day in
        let place = Int(day - low)
        if known[place] == .min { known[place] = value(day &* 86_400_000_000) }
        return known[place]
      }
    default: return fastMap(moments) { value(isDay ? $0 &* 86_400_000_000 : $0) }
    }
  }

  /// The number of the part since a fixed origin, so that differences count boundaries.
  func index(_ micros: Int64) -> Int64 {
    let day = floorDivide(micros, Self.perDay)
    switch self {
    case .year: return Self.civil(day).year
    case .quarter:
      let (year, month, _) = Self.civil(day)
      return year * 4 + (month - 1) / 3
    case .month:
      let (year, month, _) = Self.civil(day)
      return year * 12 + month
    case .week: return floorDivide(day + 3, 7)
    case .day, .isodow: return day
    case .hour: return floorDivide(micros, 3_600_000_000)
    case .minute: return floorDivide(micros, 60_000_000)
    case .second, .epoch: return floorDivide(micros, 1_000_000)
    }
  }

  /// The beginning of the part that holds a timestamp in microseconds.
  func truncated(_ micros: Int64) -> Int64 {
    let day = floorDivide(micros, Self.perDay)
    let start: Int64
    switch self {
    case .year: start = Self.days(Self.civil(day).year, 1) * Self.perDay
    case .quarter:
      let (year, month, _) = Self.civil(day)
      start = Self.days(year, (month - 1) / 3 * 3 + 1) * Self.perDay
    case .month:
      let (year, month, _) = Self.civil(day)
      start = Self.days(year, month) * Self.perDay
    case .week: start = (floorDivide(day + 3, 7) * 7 - 3) * Self.perDay
    case .day, .isodow: start = day * Self.perDay
    case .hour: start = floorDivide(micros, 3_600_000_000) * 3_600_000_000
    case .minute: start = floorDivide(micros, 60_000_000) * 60_000_000
    case .second, .epoch: start = floorDivide(micros, 1_000_000) * 1_000_000
    }
    return start
  }
}
