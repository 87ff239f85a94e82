/// A table of Erlang A for one handle time, patience, threshold and definition: the same answers as the formula
/// in a fraction of the time.
///
/// For each number of agents asked for at the start, the results over the offered load are cut into pieces until a
/// polynomial of degree 7 through eight Chebyshev points agrees with Erlang A at checking points; so the pieces are
/// short where service breaks down and long elsewhere. Numbers of agents or loads outside the table are computed
/// exactly. A plan is judged against hundreds of demand paths at some tens of nanoseconds per interval.
///
///     let table = try ServiceTable(
///       serviceRate: 1.0 / 300, abandonmentRate: 1.0 / 180, within: 20, definition: .offered,
///       agents: plan, largestArrivalRate: 0.5)
///     let month = table.total(agents: plan, arrivalRates: path, weights: hours)
///     // month.serviceLevel
public struct ServiceTable: Sendable {
  /// What the table says about one interval, or the sums over many, as shares of contacts or as contacts.
  public struct Entry: Sendable, Equatable {
    /// Contacts, 1 for one interval by itself.
    public var contacts: Double
    /// Numerator of the service level.
    public var met: Double
    /// Denominator of the service level.
    public var counted: Double
    /// Contacts that hang up.
    public var abandoned: Double
    /// Sum of the waits of the answered; NaN unless the table was made with speeds of answer.
    public var answeredWait: Double

    /// The service level by the table's definition; 1 when nothing counts.
    public var serviceLevel: Double { counted > 0 ? met / counted : 1 }
    /// Share that hang up.
    public var abandonment: Double { contacts > 0 ? abandoned / contacts : 0 }
    /// Mean wait of the answered.
    public var speedOfAnswer: Double {
      contacts > abandoned ? answeredWait / (contacts - abandoned) : 0
    }
  }

  /// The largest absolute error of the shares `met`, `counted` and `abandoned`, and of `answeredWait` in mean
  /// handle times, for one contact.
  public static let errorBound = 2e-6

  private let serviceRate: Double
  private let abandonmentRate: Double
  private let within: Double
  private let definition: ServiceLevelDefinition
  private let withSpeedOfAnswer: Bool
  private let firstAgents: Int
  /// By agents − firstAgents: where the row's pieces begin in `ends`; negative without a row.
  private var rowStart: [Int32] = []
  private var rowCount: [Int32] = []
  /// By piece: the offered load at which it ends, and its eight coefficients in `coefficients`.
  private var ends: [Double] = []
  private var coefficients: [SIMD4<Double>] = []

  /// Builds the rows for the given numbers of agents.
  ///
  /// - Parameters:
  ///   - serviceRate: 1 / mean handle time; finite, `> 0`.
  ///   - abandonmentRate: 1 / mean patience, in the same time unit; finite, `>= 0`; with 0 nothing is tabulated.
  ///   - within: Service-level threshold in the same time unit; finite, `>= 0`.
  ///   - definition: How abandoned contacts count.
  ///   - agents: The numbers of agents that will be asked for; repeated ones cost nothing.
  ///   - largestArrivalRate: The largest arrival rate to tabulate; finite, `>= 0`.
  ///   - speedOfAnswer: Whether `answeredWait` is wanted; it makes building about ten times slower.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
  /// - Complexity: Some hundred evaluations of Erlang A per row.
  public init(
    serviceRate: Double, abandonmentRate: Double, within: Double,
    definition: ServiceLevelDefinition, agents: [Int], largestArrivalRate: Double,
    speedOfAnswer: Bool = false
  ) throws(QueueingError) {
    try requirePositive(serviceRate, "serviceRate")
    try requireNonNegative(abandonmentRate, "abandonmentRate")
    try requireNonNegative(within, "within")
    try requireNonNegative(largestArrivalRate, "largestArrivalRate")
    self.serviceRate = serviceRate
    self.abandonmentRate = abandonmentRate
    self.within = within
    self.definition = definition
    withSpeedOfAnswer = speedOfAnswer
    let wanted = agents.filter { $0 > 0 }
    firstAgents = wanted.min() ?? 1
    guard abandonmentRate > 0, largestArrivalRate > 0, let most = wanted.max() else { return }
    rowStart = Array(repeating: -1, count: most - firstAgents + 1)
    rowCount = Array(repeating: 0, count: most - firstAgents + 1)
    for people in wanted where rowStart[people - firstAgents] < 0 {
      let start = ends.count
      appendRow(agents: people, from: 0, to: largestArrivalRate / serviceRate, depth: 0)
      rowStart[people - firstAgents] = Int32(start)
      rowCount[people - firstAgents] = Int32(ends.count - start)
    }
  }

  /// The results for one contact with `agents` people at `arrivalRate`.
  ///
  /// - Precondition: `agents >= 0`, `arrivalRate` finite and `>= 0`.
  public func entry(agents: Int, arrivalRate: Double) -> Entry {
    let values = lookUp(agents: agents, arrivalRate: arrivalRate)
    return Entry(
      contacts: 1, met: values[0], counted: values[1], abandoned: values[2],
      answeredWait: values[3])
  }

  /// The sums over intervals, each result weighed by `arrivalRate × weight`.
  ///
  /// - Parameters:
  ///   - agents: People, one per interval, each `>= 0`.
  ///   - arrivalRates: Arrival rates, one per interval, finite and `>= 0`.
  ///   - weights: Lengths, one per interval; empty means all 1.
  /// - Returns: The sums, in contacts.
  /// - Precondition: The arrays have one length (or `weights` is empty).
  public func total(agents: [Int], arrivalRates: [Double], weights: [Double] = []) -> Entry {
    precondition(agents.count == arrivalRates.count, "one rate per interval: \(arrivalRates.count)")
    precondition(
      weights.isEmpty || weights.count == agents.count, "one weight per interval: \(weights.count)")
    var sum = SIMD4<Double>.zero
    var contacts = 0.0
    for index in agents.indices {
      let weight = arrivalRates[index] * (weights.isEmpty ? 1 : weights[index])
      guard weight > 0 else { continue }
      contacts += weight
      sum += lookUp(agents: agents[index], arrivalRate: arrivalRates[index]) * weight
    }
    return Entry(
      contacts: contacts, met: sum[0], counted: sum[1], abandoned: sum[2], answeredWait: sum[3])
  }

  @inline(__always)
  private func lookUp(agents: Int, arrivalRate: Double) -> SIMD4<Double> {
    let row = agents - firstAgents
    let load = arrivalRate / serviceRate
    guard row >= 0, row < rowStart.count, rowStart[row] >= 0 else {
      return exact(agents: agents, load: load)
    }
    let start = Int(rowStart[row])
    var low = start
    var high = start + Int(rowCount[row])
    guard load <= ends[high - 1] else { return exact(agents: agents, load: load) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if ends[middle - 1] < load { low = middle } else { high = middle }
    }
    let left = low == start ? 0 : ends[low - 1]
    let position = 2 * (load - left) / (ends[low] - left) - 1
    let base = low * 8
    var value = coefficients[base + 7]
    for power in stride(from: 6, through: 0, by: -1) {
      value = value * position + coefficients[base + power]
    }
    return value
  }

  /// Erlang A itself: met, counted, abandoned and the sum of answered waits for one contact.
  private func exact(agents: Int, load: Double) -> SIMD4<Double> {
    guard load > 0 else {
      return agents > 0 ? [1, 1, 0, withSpeedOfAnswer ? 0 : .nan] : [0, 1, 1, 0]
    }
    let rate = load * serviceRate
    let interval = PeriodRequirement.Interval(
      load: ContactLoad(
        arrivalRate: rate, serviceRate: serviceRate, abandonmentRate: abandonmentRate),
      weight: 1 / rate)
    guard agents > 0, abandonmentRate > 0 || Double(agents) > load else {
      guard abandonmentRate > 0 else { return [0, 1, 0, .infinity] }
      let tally = PeriodTally(
        .serviceLevel(definition, within: within, share: 0.5), interval: interval, agents: 0)
      return [tally.numerator, tally.denominator, 1, 0]
    }
    let state = ErlangASteadyState(
      arrivalRate: rate, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
      agents: Double(agents))
    let parts = ServiceLevelParts(definition, state: state, within: within)
    return [
      parts.met, parts.counted, state.pAbandon,
      withSpeedOfAnswer ? state.speedOfAnswer * state.pServed : .nan,
    ]
  }

  /// Appends pieces that cover loads from `low` to `high`, halving until the polynomial agrees.
  private mutating func appendRow(agents: Int, from low: Double, to high: Double, depth: Int) {
    let centre = 0.5 * (low + high)
    let half = 0.5 * (high - low)
    var samples: [SIMD4<Double>] = []
    for node in ChebyshevFit.nodes { samples.append(finite(agents, centre + half * node)) }
    let fitted = ChebyshevFit.powers(samples)
    var agrees = depth >= 2
    if agrees {
      let scale = SIMD4<Double>(1, 1, 1, serviceRate)
      for check in ChebyshevFit.checks {
        var value = fitted[7]
        for power in stride(from: 6, through: 0, by: -1) { value = value * check + fitted[power] }
        let difference = (value - finite(agents, centre + half * check)) * scale
        let worst = max(
          max(abs(difference[0]), abs(difference[1])), max(abs(difference[2]), abs(difference[3])))
        if worst > 0.2 * Self.errorBound { agrees = false }
      }
    }
    if agrees || depth >= 24 {
      ends.append(high)
      coefficients.append(contentsOf: withSpeedOfAnswer ? fitted : fitted.map(Self.withoutWait))
      return
    }
    appendRow(agents: agents, from: low, to: centre, depth: depth + 1)
    appendRow(agents: agents, from: centre, to: high, depth: depth + 1)
  }

  /// The exact values with 0 in place of a wait that is not wanted.
  private func finite(_ agents: Int, _ load: Double) -> SIMD4<Double> {
    var value = exact(agents: agents, load: load)
    if !withSpeedOfAnswer { value[3] = 0 }
    return value
  }

  private static func withoutWait(_ value: SIMD4<Double>) -> SIMD4<Double> {
    [value[0], value[1], value[2], .nan]
  }
}
