import Quantities

/// The alternatives side by side: cash by month against the first, hours, and where they cost the same.
public struct Comparison: Codable, Equatable, Sendable {
  /// What all are compared with: the first alternative.
  public var base: String
  /// Discount rate a year of the present values.
  public var discountRatePerYear: Double
  /// One for each alternative, in the order of the spec.
  public var alternatives: [ComparedAlternative]
  /// Where plans with assistants cost as much as the cheapest plan of employees alone.
  public var breakEvens: [BreakEvenPoint]
  /// Pairs of planned alternatives: how often the first costs less.
  public var pairs: [ComparedPair]
  /// What it would take to split live queues between the pools that work them.
  public var splits: [SplitLoss]
  /// Makes a comparison.
  public init(
    base: String, discountRatePerYear: Double, alternatives: [ComparedAlternative],
    breakEvens: [BreakEvenPoint], pairs: [ComparedPair], splits: [SplitLoss] = []
  ) {
    (self.base, self.discountRatePerYear) = (base, discountRatePerYear)
    (self.alternatives, self.breakEvens, self.pairs) = (alternatives, breakEvens, pairs)
    self.splits = splits
  }
}

/// One alternative beside the base.
public struct ComparedAlternative: Codable, Equatable, Sendable {
  /// The alternative's name.
  public var name: String
  /// What is spent once.
  public var oneOffCents: Cents
  /// Of this, what buys something that lasts; the rest of the cost is operating.
  public var capitalCents: Cents
  /// What runs on.
  public var runningCents: Cents
  /// Base less alternative over the horizon.
  public var savingCents: Cents
  /// The savings' present value at the beginning, each paid at its month's end.
  public var presentValueCents: Cents
  /// First month from which it has cost no more than the base, and stays so; nothing when never.
  public var paybackMonth: String?
  /// Cost by month.
  public var months: [ComparedMonth]
  /// Hours by pool over the horizon.
  public var hours: [PoolHours]
  /// Cost by queue; the sum is the alternative's cost.
  public var queues: [QueueCost]
  /// Makes an alternative's comparison.
  public init(
    name: String, oneOffCents: Cents, capitalCents: Cents = .zero, runningCents: Cents,
    savingCents: Cents, presentValueCents: Cents, paybackMonth: String?, months: [ComparedMonth],
    hours: [PoolHours],
    queues: [QueueCost]
  ) {
    (self.name, self.oneOffCents, self.runningCents) = (name, oneOffCents, runningCents)
    (self.savingCents, self.presentValueCents) = (savingCents, presentValueCents)
    (self.paybackMonth, self.months, self.hours) = (paybackMonth, months, hours)
    (self.queues, self.capitalCents) = (queues, capitalCents)
  }
}

/// What one queue's work costs, the pools' own lines shared out by the hours that they give to it.
public struct QueueCost: Codable, Equatable, Sendable {
  /// The queue's name; empty for what pools cost that work on nothing.
  public var queue: String
  /// Whose work it is; empty when the spec does not say.
  public var client: String
  /// Lines of the queue itself.
  public var ownCents: Cents
  /// Its part of the pools' own lines: idle time, recruiting, supervision, technology.
  public var sharedCents: Cents
  /// Both together.
  public var cents: Cents { ownCents + sharedCents }
  /// Makes a queue's cost.
  public init(queue: String, client: String, ownCents: Cents, sharedCents: Cents) {
    (self.queue, self.client) = (queue, client)
    (self.ownCents, self.sharedCents) = (ownCents, sharedCents)
  }
}

/// People whom a live queue needs when all pools share it, and when each has contacts of its own.
public struct SplitLoss: Codable, Equatable, Sendable {
  /// The alternative.
  public var alternative: String
  /// The queue.
  public var queue: String
  /// First day of the queue's busiest week, to which the hours belong.
  public var week: LocalDate
  /// The pools that work it, in the order of the spec, with their shares of its hours in the week.
  public var pools: [SplitShare]
  /// Agent-hours with the goal kept in every interval by all pools together.
  public var pooledHours: Double
  /// The same with contacts divided by those shares, each pool keeping the goal by itself.
  public var splitHours: Double
  /// Makes a loss.
  public init(
    alternative: String, queue: String, week: LocalDate, pools: [SplitShare], pooledHours: Double,
    splitHours: Double
  ) {
    (self.alternative, self.queue, self.week, self.pools) = (alternative, queue, week, pools)
    (self.pooledHours, self.splitHours) = (pooledHours, splitHours)
  }
}

/// One pool's part of a queue.
public struct SplitShare: Codable, Equatable, Sendable {
  /// The pool's name.
  public var pool: String
  /// Its share of the queue's hours, 0...1.
  public var share: Double
  /// Makes a share.
  public init(pool: String, share: Double) { (self.pool, self.share) = (pool, share) }
}

/// One month of an alternative.
public struct ComparedMonth: Codable, Equatable, Sendable {
  /// The month as `2026-10`.
  public var month: String
  /// What the alternative costs.
  public var cents: Cents
  /// Base less alternative since the first month.
  public var cumulativeSavingCents: Cents
  /// Makes a month.
  public init(month: String, cents: Cents, cumulativeSavingCents: Cents) {
    (self.month, self.cents) = (month, cents)
    self.cumulativeSavingCents = cumulativeSavingCents
  }
}

/// Where a pool's hours go: each step down is time that somebody pays and nobody waits for.
public struct PoolHours: Codable, Equatable, Sendable {
  /// The pool's name.
  public var pool: String
  /// Paid hours, training included.
  public var paid: Double
  /// Paid hours of people who may work.
  public var scheduled: Double
  /// Hours logged in for work, at whatever speed.
  public var loggedIn: Double
  /// The same at full speed.
  public var onPhone: Double
  /// Hours of handling in the simulation of the proof.
  public var handled: Double
  /// Who pays for hours on the phones without work: `you` or `the vendor`.
  public var idlePaidBy: String
  /// On-phone hours without work in hand.
  public var idle: Double { max(0, onPhone - handled) }
  /// Makes a pool's hours.
  public init(
    pool: String, paid: Double, scheduled: Double, loggedIn: Double, onPhone: Double,
    handled: Double, idlePaidBy: String
  ) {
    (self.pool, self.paid, self.scheduled) = (pool, paid, scheduled)
    (self.loggedIn, self.onPhone, self.handled) = (loggedIn, onPhone, handled)
    self.idlePaidBy = idlePaidBy
  }

  /// What contradicts itself: paid ≥ scheduled ≥ logged-in ≥ on-phone ≥ handled hours.
  public func contradictions() -> [String] {
    let chain = [
      ("paid", paid), ("scheduled", scheduled), ("logged-in", loggedIn), ("on-phone", onPhone),
      ("handled", handled),
    ]
    return zip(chain, chain.dropFirst()).compactMap { larger, smaller in
      smaller.1 > larger.1 * (1 + 1e-6) + 1e-3
        ? "\(pool): \(smaller.1) \(smaller.0) hours are more than \(larger.1) \(larger.0) ones"
        : nil
    }
  }
}

/// The price or the speed of assistants at which a plan costs as much as another.
public struct BreakEvenPoint: Codable, Equatable, Sendable {
  /// The alternative with assistants.
  public var alternative: String
  /// The alternative whose cost is reached: the cheapest certified one of employees alone.
  public var against: String
  /// The assistants' pool.
  public var pool: String
  /// Today's price in the first month, in dollars a unit.
  public var priceToday: Double
  /// What is priced: `perPaidHour` and the like.
  public var unit: String
  /// The price at which both cost the same; nothing when the price does not decide.
  public var price: Double?
  /// Share of the planned speed at which both cost the same at today's price, for prices by the hour.
  public var productivity: Double?
  /// Factors on the price, the columns of the map.
  public var priceFactors: [Double]
  /// Shares of the planned speed, the rows of the map.
  public var productivities: [Double]
  /// The other plan's cost less this one's, by productivity and price factor; positive where this is cheaper.
  public var savingCents: [[Cents]]
  /// Makes a point with its map.
  public init(
    alternative: String, against: String, pool: String, priceToday: Double, unit: String,
    price: Double?, productivity: Double?, priceFactors: [Double], productivities: [Double],
    savingCents: [[Cents]]
  ) {
    (self.alternative, self.against, self.pool) = (alternative, against, pool)
    (self.priceToday, self.unit, self.price) = (priceToday, unit, price)
    (self.productivity, self.priceFactors) = (productivity, priceFactors)
    (self.productivities, self.savingCents) = (productivities, savingCents)
  }
}

/// How often one alternative costs less than another over the same demand paths.
public struct ComparedPair: Codable, Equatable, Sendable {
  /// The one that may cost less.
  public var alternative: String
  /// The other.
  public var against: String
  /// Share of the paths in which it does, with its 95 % interval.
  public var cheaperShare: Estimate
  /// Makes a pair.
  public init(alternative: String, against: String, cheaperShare: Estimate) {
    (self.alternative, self.against, self.cheaperShare) = (alternative, against, cheaperShare)
  }
}

/// What the leading alternative costs, planned anew by the closed forms, at multiples of the workload.
public struct WorkloadGrid: Codable, Equatable, Sendable {
  /// The alternative.
  public var alternative: String
  /// Multiples of the volume of all work, rising, 1 among them.
  public var factors: [Double]
  /// Change of cost against the plan as it is, in the order of the factors.
  public var costChangeCents: [Cents]
  /// Largest difference, as a share of the cost, between moving handle times and moving volume by the same
  /// share, where both were tried.
  public var handleTimeError: Double
  /// Makes a grid.
  public init(
    alternative: String, factors: [Double], costChangeCents: [Cents], handleTimeError: Double
  ) {
    (self.alternative, self.factors) = (alternative, factors)
    (self.costChangeCents, self.handleTimeError) = (costChangeCents, handleTimeError)
  }
}

/// What the leading plan would come to if something were different.
public struct WhatIf: Codable, Equatable, Sendable {
  /// What is different, as a sentence without its stop: `Jan 2027 brings 20 % more work`.
  public var change: String
  /// Cost of the cheapest plan for it less that of the plan as it is, both by the closed forms, with
  /// ``shortCostCents``.
  public var costChangeCents: Cents
  /// Of this, the price of hours that nobody covers, beyond those of the plan as it is.
  public var shortCostCents: Cents
  /// People of each pool, in the order of the spec.
  public var pools: [WhatIfPool]
  /// Hours that nobody can cover in time.
  public var shortHours: Double
  /// First day of the first week with such hours.
  public var firstShortWeek: LocalDate?
  /// By how many days every decision to hire comes later; nothing in other cases.
  public var delayDays: Int?
  /// Makes a case.
  public init(
    change: String, costChangeCents: Cents, shortCostCents: Cents = .zero, pools: [WhatIfPool],
    shortHours: Double, firstShortWeek: LocalDate?
  ) {
    (self.change, self.costChangeCents, self.pools) = (change, costChangeCents, pools)
    self.shortCostCents = shortCostCents
    (self.shortHours, self.firstShortWeek) = (shortHours, firstShortWeek)
  }
}

/// One pool in a case of what if.
public struct WhatIfPool: Codable, Equatable, Sendable {
  /// The pool's name.
  public var pool: String
  /// People brought in.
  public var hires: Int
  /// Most people in a week.
  public var peakPeople: Double
  /// The last day of the first decision to hire; nothing when nobody is brought in.
  public var decideBy: LocalDate?
  /// Makes a pool.
  public init(pool: String, hires: Int, peakPeople: Double, decideBy: LocalDate?) {
    (self.pool, self.hires, self.peakPeople, self.decideBy) = (pool, hires, peakPeople, decideBy)
  }
}
