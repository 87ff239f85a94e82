import Foundation
import Quantities
import Results

extension DatedEffect {
  /// What is left of the cause on a day: 1 on its first day, half after each half-life; 0 before it.
  ///
  /// Where it begins again before it has faded, both parts add up.
  public func strength(on date: LocalDate) -> Double {
    dates.reduce(0) { sum, first in
      guard date >= first else { return sum }
      guard let halfLifeDays else { return 1 }
      return sum + exp2(-Double(date - first) / halfLifeDays)
    }
  }

  /// The multiple of the work on a day; 1 where the size is not known.
  public func multiple(on date: LocalDate) -> Double {
    times.map { max(0, 1 + ($0 - 1) * strength(on: date)) } ?? 1
  }
}

extension [DatedEffect] {
  /// The multiple of the work on a day by all causes of known size together.
  public func multiple(on date: LocalDate) -> Double {
    reduce(1) { $0 * $1.multiple(on: date) }
  }
}
