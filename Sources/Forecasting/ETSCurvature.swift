import Foundation

/// The parameters of a form as the optimiser moves them.
///
/// Smoothing parameters are written as shares of what the usual region leaves them, so that the
/// region is a box: 1e-4 ≤ α ≤ 0.9999, β = 1e-4 + u (α − 1e-4), γ = 1e-4 + v (1 − α − 1e-4),
/// 0.8 ≤ φ ≤ 0.98. The last initial state of the season follows from the others.
struct ETSPoint {
  static let least = 1e-4
  static let mostLevel = 0.9999
  static let damping = 0.8...0.98
  let form: ETSForm
  let period: Int
  /// Shares first (as many as `bounded`), then level, slope and seasons.
  var entries: [Double]
  /// How many entries have bounds.
  let bounded: Int

  init(_ form: ETSForm, period: Int, _ parameters: ETSParameters) {
    (self.form, self.period) = (form, period)
    let least = Self.least
    let alpha = min(Self.mostLevel, max(least, parameters.alpha))
    entries = [alpha]
    if form.trend != .none {
      entries.append(Self.share(parameters.beta - least, of: alpha - least))
    }
    if form.season != .none {
      entries.append(Self.share(parameters.gamma - least, of: 1 - alpha - least))
    }
    if form.isDamped {
      entries.append(min(Self.damping.upperBound, max(Self.damping.lowerBound, parameters.phi)))
    }
    bounded = entries.count
    entries.append(parameters.level)
    if form.trend != .none { entries.append(parameters.slope) }
    if form.season != .none { entries += parameters.seasons.dropLast() }
  }

  private static func share(_ part: Double, of whole: Double) -> Double {
    whole > 0 ? min(1, max(0, part / whole)) : 0
  }

  /// The least and the most of a bounded entry.
  func bounds(_ entry: Int) -> ClosedRange<Double> {
    if entry == 0 { return Self.least...Self.mostLevel }
    return form.isDamped && entry == bounded - 1 ? Self.damping : 0...1
  }

  /// Smoothing parameters and initial states.
  var parameters: ETSParameters {
    var found = ETSParameters(alpha: entries[0], level: entries[bounded])
    var place = 1
    if form.trend != .none {
      found.beta = Self.least + entries[place] * (entries[0] - Self.least)
      place += 1
    }
    if form.season != .none {
      found.gamma = Self.least + entries[place] * max(0, 1 - entries[0] - Self.least)
      place += 1
    }
    if form.isDamped { found.phi = entries[place] }
    place = bounded + 1
    if form.trend != .none {
      found.slope = entries[place]
      place += 1
    }
    if form.season != .none {
      found.seasons = Array(entries[place...])
      let sum = found.seasons.reduce(0, +)
      found.seasons.append(form.season == .additive ? -sum : Double(period) - sum)
    }
    return found
  }

  /// −2 log-likelihood; infinite where a state leaves its domain.
  ///
  /// - Complexity: O(values).
  func objective(_ values: [Double]) -> Double {
    let parameters = parameters
    if form.season == .multiplicative, parameters.seasons.contains(where: { $0 <= 0 }) {
      return .infinity
    }
    if form.trend == .multiplicative, parameters.slope <= 0 || parameters.level <= 0 {
      return .infinity
    }
    var state = ETSState(form, parameters)
    var (squares, logarithms, product) = (0.0, 0.0, 1.0)
    let isRelative = form.error == .multiplicative
    for value in values {
      let expected = state.expected
      var error = value - expected
      if isRelative {
        guard expected > 0 else { return .infinity }
        error /= expected
        product *= expected
        // One logarithm serves many values while their product stays in range.
        if !(1e-200...1e200 ~= product) {
          logarithms += log(product)
          product = 1
        }
      }
      squares += error * error
      state.update(value)
    }
    guard squares.isFinite, squares > 0 else { return squares == 0 ? -1e9 : .infinity }
    return Double(values.count) * log(squares) + 2 * (logarithms + log(product))
  }
}

/// Slope and approximate curvature of −2 log-likelihood ÷ values at a point.
///
/// With multiplicative errors the likelihood is that of the errors × the geometric mean of the expected
/// values, so that both kinds are sums of squares and Gauss and Newton's curvature serves. The
/// derivatives of all states in all directions are carried along, eight directions at once.
struct ETSCurvature {
  typealias Lanes = SIMD8<Double>
  let size: Int
  /// Half the derivative of the logarithm of the sum of squares.
  var gradient: [Double]
  /// Rows of the curvature, each padded to whole lanes.
  var rows: [Lanes]
  let chunks: Int

  init(_ point: ETSPoint, _ values: [Double]) {
    let form = point.form
    size = point.entries.count
    chunks = (size + 7) / 8
    let (chunks, size) = (chunks, size)
    let zero = [Lanes](repeating: .zero, count: chunks)
    func unit(_ entry: Int, _ value: Double) -> [Lanes] {
      var lanes = zero
      lanes[entry / 8][entry % 8] = value
      return lanes
    }
    let parameters = point.parameters
    let alpha = parameters.alpha
    let dAlpha = unit(0, 1)
    var (dRatio, dGamma, dPhi) = (zero, zero, zero)
    var place = 1
    let ratio = form.trend == .none ? 0 : parameters.beta / alpha
    if form.trend != .none {
      // β/α = (least + u (α − least)) / α.
      let share = point.entries[place]
      dRatio = unit(place, (alpha - ETSPoint.least) / alpha)
      dRatio[0][0] += (share - ratio) / alpha
      place += 1
    }
    if form.season != .none {
      dGamma = unit(place, max(0, 1 - alpha - ETSPoint.least))
      dGamma[0][0] -= point.entries[place]
      place += 1
    }
    if form.isDamped { dPhi = unit(place, 1) }
    place = point.bounded
    var dLevel = unit(place, 1)
    place += 1
    var dSlope = zero
    if form.trend != .none {
      dSlope = unit(place, 1)
      place += 1
    }
    let period = form.season == .none ? 0 : point.period
    var dSeasons = [Lanes](repeating: .zero, count: period * chunks)
    for season in 0..<max(0, period - 1) {
      let entry = place + season
      dSeasons[season * chunks + entry / 8][entry % 8] = 1
      dSeasons[(period - 1) * chunks + entry / 8][entry % 8] = -1
    }
    var (level, slope, seasons) = (parameters.level, parameters.slope, parameters.seasons)
    let (gamma, phi) = (parameters.gamma, parameters.phi)
    var errors = zero
    var pulls = zero
    var relative = zero
    var matrix = [Lanes](repeating: .zero, count: size * chunks)
    var squares = 0.0
    var turn = 0
    let isRelative = form.error == .multiplicative
    let (trend, season) = (form.trend, form.season)
    for value in values {
      let power = trend == .multiplicative ? pow(slope, phi) : 1
      let kept = trend == .additive ? phi * slope : power
      let base =
        trend == .none ? level : trend == .additive ? level + kept : level * power
      let amount = season == .none ? 0 : seasons[turn]
      let expected =
        season == .none ? base : season == .additive ? base + amount : base * amount
      let free = season == .none ? value : season == .additive ? value - amount : value / amount
      let next = base + alpha * (free - base)
      let growth = trend == .multiplicative ? next / level : next - level
      let away =
        season == .none ? 0 : season == .additive ? value - base : value / base
      let error = isRelative ? value / expected - 1 : value - expected
      let errorSlope = isRelative ? -value / (expected * expected) : -1
      let logSlope = trend == .multiplicative ? log(slope) : 0
      squares += error * error
      for chunk in 0..<chunks {
        let oldLevel = dLevel[chunk]
        let oldSlope = dSlope[chunk]
        var dBase = oldLevel
        var dKept = Lanes.zero
        if trend == .additive {
          dKept = phi * oldSlope + slope * dPhi[chunk]
          dBase += dKept
        } else if trend == .multiplicative {
          dKept = power * (phi / slope * oldSlope + logSlope * dPhi[chunk])
          dBase = power * oldLevel + level * dKept
        }
        var dExpected = dBase
        var dFree = Lanes.zero
        if season == .additive {
          let own = dSeasons[turn * chunks + chunk]
          dExpected += own
          dFree = -own
          dSeasons[turn * chunks + chunk] =
            own + (away - amount) * dGamma[chunk] + gamma * (-dBase - own)
        } else if season == .multiplicative {
          let own = dSeasons[turn * chunks + chunk]
          dExpected = amount * dBase + base * own
          dFree = (-free / amount) * own
          dSeasons[turn * chunks + chunk] =
            own + (away - amount) * dGamma[chunk] + gamma * ((-away / base) * dBase - own)
        }
        let dNext = dBase + (free - base) * dAlpha[chunk] + alpha * (dFree - dBase)
        if trend == .additive {
          dSlope[chunk] =
            dKept + (growth - kept) * dRatio[chunk] + ratio * (dNext - oldLevel - dKept)
        } else if trend == .multiplicative {
          let dGrowth = (dNext - growth * oldLevel) / level
          dSlope[chunk] = dKept + (growth - kept) * dRatio[chunk] + ratio * (dGrowth - dKept)
        }
        dLevel[chunk] = dNext
        errors[chunk] = errorSlope * dExpected
        pulls[chunk] += (error * errorSlope) * dExpected
        if isRelative { relative[chunk] += (1 / expected) * dExpected }
      }
      for row in 0..<size {
        let weight = errors[row / 8][row % 8]
        for chunk in 0...(row / 8) { matrix[row * chunks + chunk] += weight * errors[chunk] }
      }
      level = next
      if trend == .additive {
        slope = kept + ratio * (growth - kept)
      } else if trend == .multiplicative {
        slope = kept + ratio * (growth - kept)
      }
      if season != .none {
        seasons[turn] = amount + gamma * (away - amount)
        turn = turn + 1 == period ? 0 : turn + 1
      }
    }
    let scale = 1 / max(squares, 1e-300)
    let count = Double(values.count)
    gradient = []
    for row in 0..<size {
      let mean = relative[row / 8][row % 8] / count
      let pull = pulls[row / 8][row % 8]
      gradient.append(pull * scale + mean)
      for chunk in 0...(row / 8) {
        var lanes = matrix[row * chunks + chunk]
        if isRelative {
          lanes +=
            (mean * pulls[chunk]) + (pull / count) * relative[chunk]
            + (squares * mean / count) * relative[chunk]
        }
        matrix[row * chunks + chunk] = scale * lanes
      }
    }
    rows = matrix
  }

  /// An entry of the curvature, `column` not above `row`.
  func entry(_ row: Int, _ column: Int) -> Double { rows[row * chunks + column / 8][column % 8] }
}
