import Foundation
import Quantities

/// Counts by day as a weekday's factor times a sum of columns, each with a rate that is not below zero.
///
/// Iteratively reweighted least squares with the identity link, so that members or events of many causes may
/// mix on one day. Counts vary as φμ (quasi-Poisson) or as μ + αμ² (negative binomial), whichever fits
/// better. The bound at zero would push sums of rates up; ``estimate(_:)`` therefore comes from a fit without
/// it, in which weekdays are estimated as well, so that its error holds theirs too.
struct AdditiveRegression {
  /// Rates that are not below zero, one for each column.
  let rates: [Double]
  /// Relative counts by weekday from Monday, averaging one; empty when weekdays do not matter.
  let weekdays: [Double]
  /// Variance over expectation, at least 1.
  let dispersion: Double
  /// Variance beyond chance as a share of the squared expectation; 0 for a quasi-Poisson fit.
  let extraVariance: Double
  private let free: [Double]
  private let solution: NormalEquations.Solution
  /// Columns, weekdays included, and weighted residuals by day.
  private let rows: [[Double]]
  private let pulls: [Double]
  private let places: [Int]
  private let size: Int

  /// Days over which errors may be alike: a week, or the month in which a drift of the level is forgotten.
  static let memories = [7, 28]

  /// Fits the rates.
  ///
  /// - Parameters:
  ///   - rows: The columns by day.
  ///   - seen: Counts by day.
  ///   - dates: The day of each count, ascending.
  ///   - location: The name by which an error tells this fit from others.
  /// - Throws: ``ForecastingError`` when the columns always come together.
  init(
    rows: [[Double]], seen: [Double], dates: [LocalDate], location: String
  ) throws(ForecastingError) {
    size = rows[0].count
    let places = dates.map(\.weekday.rawValue)
    self.places = dates.map(\.daysSince1970)
    let plain = try Self.likeliest(rows, seen, places, hasWeekdays: false, location)
    let weekly = try Self.likeliest(rows, seen, places, hasWeekdays: true, location)
    // Quasi-likelihood: differences are judged in units of the dispersion.
    let spread = Self.dispersion(weekly.means, seen, size + 6)
    let isWeekly = 2 * (weekly.likelihood - plain.likelihood) / spread > 2 * 6
    let chosen = isWeekly ? weekly : plain
    rates = chosen.rates
    weekdays = isWeekly ? weekly.weekdays : []
    dispersion = Self.dispersion(chosen.means, seen, size)
    extraVariance = Self.extraVariance(chosen.means, seen, size, dispersion)
    let factor = dispersion
    let extra = extraVariance
    let variances = chosen.means.map { mean in
      let mean = max(mean, 1e-6)
      return extra > 0 ? mean + extra * mean * mean : factor * mean
    }
    var whole = rows
    if isWeekly {
      let sums = rows.map { row in zip(row, chosen.rates).reduce(0) { $0 + $1.0 * $1.1 } }
      for day in whole.indices {
        let own = places[day]
        // Factors average one: what one weekday gains, Sunday loses.
        whole[day] =
          rows[day].map { $0 * weekly.weekdays[own] }
          + (0..<6).map { place in (own == place ? sums[day] : own == 6 ? -sums[day] : 0) }
      }
    }
    let solved = try NormalEquations(whole, seen, variances.map { 1 / $0 })
      .solved(Array(0..<whole[0].count), location)
    (solution, free, self.rows) = (solved, solved.rates, whole)
    pulls = whole.indices.map { day in
      let mean = zip(whole[day], solved.rates).reduce(0) { $0 + $1.0 * $1.1 }
      return (seen[day] - mean) / variances[day]
    }
  }

  /// A sum of rates as estimated without the bound.
  struct Sum {
    /// The estimate; may be below zero.
    var value: Double
    /// Its variance.
    var variance: Double
    fileprivate var contrast: [Double]
  }

  /// Estimates a weighted sum of rates.
  ///
  /// The variance is that of the model or, where larger, one that allows errors of neighbouring days to be
  /// alike (Newey and West 1987).
  ///
  /// - Parameter weights: The weight of each column.
  /// - Returns: The sum with its variance.
  func estimate(_ weights: [Double]) -> Sum {
    let contrast = weights + Array(repeating: 0, count: free.count - weights.count)
    let value = zip(contrast, free).reduce(0) { $0 + $1.0 * $1.1 }
    return Sum(
      value: value,
      variance: neighbouring(contrast).reduce(solution.covariance(contrast, contrast), max),
      contrast: contrast)
  }

  /// Covariance of two sums under the model.
  func covariance(_ left: Sum, _ right: Sum) -> Double {
    solution.covariance(left.contrast, right.contrast)
  }

  /// The variance with errors that are alike over each of the memories.
  private func neighbouring(_ contrast: [Double]) -> [Double] {
    let direction = solution.factor.solved(contrast)
    let parts = rows.indices.map { day in
      pulls[day] * zip(rows[day], direction).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let own = parts.reduce(0) { $0 + $1 * $1 }
    let scale = Double(parts.count) / Double(max(1, parts.count - free.count))
    return Self.memories.map { memory in
      var sum = own
      for lag in 1...memory where lag < parts.count / 4 {
        let weight = 2 * (1 - Double(lag) / Double(memory + 1))
        for place in lag..<parts.count where places[place] - places[place - lag] == lag {
          sum += weight * parts[place] * parts[place - lag]
        }
      }
      return sum * scale
    }
  }

  private struct Fit {
    var rates: [Double]
    var weekdays: [Double]
    var means: [Double]
    var likelihood: Double
  }

  /// Rates that are not below zero, with or without weekdays, and the likelihood that they reach.
  ///
  /// Rates and weekdays are found in turn, each by least squares weighted by the expectation of the other's
  /// last round; the rate furthest below zero leaves until none is.
  private static func likeliest(
    _ rows: [[Double]], _ seen: [Double], _ places: [Int], hasWeekdays: Bool, _ location: String
  ) throws(ForecastingError) -> Fit {
    let size = rows[0].count
    let usual = max(1e-6, seen.reduce(0, +) / Double(seen.count))
    var weekdays = Array(repeating: 1.0, count: 7)
    var means = Array(repeating: usual, count: seen.count)
    var rates = Array(repeating: 0.0, count: size)
    for _ in 0..<(hasWeekdays ? 8 : 4) {
      let scaled = zip(rows, places).map { row, place in row.map { $0 * weekdays[place] } }
      let normal = NormalEquations(scaled, seen, means.map { 1 / $0 })
      var kept = Array(0..<size)
      while true {
        let solution = try normal.solved(kept, location).rates
        rates = Array(repeating: 0, count: size)
        for (place, column) in kept.enumerated() { rates[column] = solution[place] }
        guard let worst = kept.min(by: { rates[$0] < rates[$1] }), rates[worst] < 0,
          kept.count > 1
        else { break }
        kept.removeAll { $0 == worst }
      }
      var came = Array(repeating: 0.0, count: 7)
      var due = came
      for (day, row) in rows.enumerated() {
        let mean = zip(row, rates).reduce(0) { $0 + $1.0 * $1.1 }
        came[places[day]] += seen[day]
        due[places[day]] += mean
        means[day] = max(0.02 * usual, mean * weekdays[places[day]])
      }
      guard hasWeekdays else { continue }
      weekdays = (0..<7).map { due[$0] > 0 ? came[$0] / due[$0] : 1 }
      let average = weekdays.reduce(0, +) / 7
      if average > 0 { weekdays = weekdays.map { $0 / average } }
    }
    let likelihood = zip(seen, means).reduce(0) { $0 + $1.0 * log($1.1) - $1.1 }
    return Fit(rates: rates, weekdays: weekdays, means: means, likelihood: likelihood)
  }

  private static func dispersion(_ means: [Double], _ seen: [Double], _ size: Int) -> Double {
    let squares = zip(seen, means).reduce(0) { sum, pair in
      sum + (pair.0 - pair.1) * (pair.0 - pair.1) / max(pair.1, 1e-6)
    }
    return max(1, squares / Double(max(1, seen.count - size)))
  }

  /// Solves for the α at which squared residuals have the size μ + αμ², and keeps it where that form of the
  /// variance makes the residuals likelier than φμ does.
  private static func extraVariance(
    _ means: [Double], _ seen: [Double], _ size: Int, _ dispersion: Double
  ) -> Double {
    guard dispersion > 1.02 else { return 0 }
    let freedom = Double(max(1, seen.count - size))
    func excess(_ extra: Double) -> Double {
      zip(seen, means).reduce(0) { sum, pair in
        let mean = max(pair.1, 1e-6)
        return sum + (pair.0 - mean) * (pair.0 - mean) / (mean + extra * mean * mean)
      } - freedom
    }
    var (low, high) = (0.0, 4.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if excess(middle) > 0 { low = middle } else { high = middle }
    }
    func unlikelihood(_ variance: (Double) -> Double) -> Double {
      zip(seen, means).reduce(0) { sum, pair in
        let mean = max(pair.1, 1e-6)
        let own = variance(mean)
        return sum + log(own) + (pair.0 - mean) * (pair.0 - mean) / own
      }
    }
    let extra = (low + high) / 2
    return unlikelihood { $0 + extra * $0 * $0 } < unlikelihood { dispersion * $0 } ? extra : 0
  }
}

/// The equations of weighted least squares, for all columns or for some.
private struct NormalEquations {
  /// Rates with the factor of their information.
  struct Solution {
    var rates: [Double]
    var factor: SkylineFactor

    func covariance(_ left: [Double], _ right: [Double]) -> Double {
      zip(factor.solvedForward(left), factor.solvedForward(right)).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  private let size: Int
  /// The lower half, row by row at full width.
  private var matrix: [Double]
  private var right: [Double]

  init(_ rows: [[Double]], _ seen: [Double], _ weights: [Double]) {
    size = rows[0].count
    matrix = Array(repeating: 0, count: size * size)
    right = Array(repeating: 0, count: size)
    for (day, row) in rows.enumerated() {
      for column in 0..<size where row[column] != 0 {
        let scaled = weights[day] * row[column]
        right[column] += scaled * seen[day]
        for other in 0...column { matrix[column * size + other] += scaled * row[other] }
      }
    }
  }

  /// Solves for the kept columns, in their order.
  func solved(_ kept: [Int], _ location: String) throws(ForecastingError) -> Solution {
    var part = SkylineMatrix(first: Array(repeating: 0, count: kept.count))
    for (row, column) in kept.enumerated() {
      for (place, other) in kept[...row].enumerated() {
        part[row, place] = matrix[column * size + other]
      }
      // A cause that never varies has no information of its own; a trace of it keeps the matrix regular.
      part[row, row] += 1e-9 * part[row, row] + 1e-12
    }
    guard let factor = part.factored() else {
      throw ForecastingError(
        .notEnoughData, at: location, problem: "the causes always come together",
        remedy: "Give more days, or fewer causes")
    }
    return Solution(rates: factor.solved(kept.map { right[$0] }), factor: factor)
  }
}
