import Quantities

/// People with the same contract, place, skills and shifts.
public struct PoolSpec: Sendable {
  /// The pool's name: the key in the spec.
  public var name: String
  /// Employees or virtual assistants.
  public enum Contract: String, Sendable, CaseIterable { case fte, va }
  /// The contract.
  public var contract: Contract
  /// Names of the queues that the pool works, in order of preference.
  public var skills: [String]
  /// What the pool has of what steps may require.
  public var has: [String]
  /// What steps may require of the pool: what it has, its country and its contract, `fte` or `va`.
  public var abilities: [String] { has + [country, contract.rawValue].compactMap(\.self) }
  /// Country code, such as `PH`; nothing when not given.
  public var country: String?
  /// A fixed number of agents for a plain model; nothing when planned.
  public var agents: Int?
  /// Paid hours a week of one person.
  public var hoursPerWeek: Double
  /// Paid time not logged in for work, 0..<1: `shrinkage` of an FTE, `shrinkagePaid` of a VA.
  public var shrinkage: Double
  /// Leavers ÷ average headcount a year; 0 when not given.
  public var attritionPerYear: Double
  /// People now.
  public var current: (headcount: Double, inTraining: Double)
  /// How people join; nothing when the pool only shrinks.
  public var hiring: HiringSpec?
  /// Pay of an FTE; nothing for a VA.
  public var pay: PaySpec?
  /// Price of a VA; nothing for an FTE.
  public var pricing: PricingSpec?
  /// Least paid hours of one person in a week; 0 when none.
  public var commitmentHoursPerWeek: Double
  /// Days of notice to release a VA.
  public var noticeDays: Double
  /// Technology and seat, dollars a person-month.
  public var technologyPerMonth: Dated<Double>
  /// Supervisors: people a supervisor leads and the loaded cost of one a year; nothing when not given.
  public var supervision: (span: Double, loadedCostPerYear: Dated<Double>)?
  /// Most hours of overtime of one person in a week, its premium on pay, and most hours in a year;
  /// nothing when none is worked.
  public var overtime: (hoursPerWeek: Double, premium: Double, hoursPerYear: Double?)?
  /// Other work that an FTE can be taught; nothing when not given.
  public var crossTraining: CrossTrainingSpec?
  /// Severance of an FTE, termination fee of a VA, in dollars a person; nothing when not given.
  public var releasePerPerson: Dated<Double>?
  /// Most people that there are seats for or that a VA's vendor can send; nothing without a limit.
  public var maximumPeople: Int?
  /// Whether the spec gives the pay of an FTE by the hour.
  public var isPaidByHour = false
  /// Most people whom a VA's vendor adds and takes back in a week; nothing without a limit.
  public var rampLimits: (upPerWeek: Int?, downPerWeek: Int?) = (nil, nil)
  /// Share by which a VA's hours may leave those locked ahead, either way; nothing without a lock.
  public var lockBand: Double?
  /// Trainers: trainees of one, and what one costs a year; nothing when not given.
  public var trainers: (trainees: Double, loadedCostPerYear: Dated<Double>)?
  /// Quality sampling: share of the items done, hours of one review, dollars of an hour.
  public var quality: (share: Double, hours: Double, perHour: Dated<Double>)?
  /// Vendor management: dollars a month in which someone is on contract, and a share of the invoice.
  public var vendorManagement: (perMonth: Dated<Double>, shareOfPay: Double)?
  /// Seats: people who share one, dollars of one a month, dollars of a new one, and how many there are.
  public var seats:
    (peoplePerSeat: Double, perMonth: Dated<Double>, each: Dated<Double>, now: Double)?
  /// The shifts that people may be put on; nothing to leave people by interval.
  public var shifts: ShiftSpec?
  /// What only a simulation does with the pool.
  public var routing = PoolRoutingSpec()
  /// Makes a pool.
  public init(
    name: String, contract: Contract, skills: [String], has: [String], country: String?,
    agents: Int?, hoursPerWeek: Double, shrinkage: Double, attritionPerYear: Double,
    current: (headcount: Double, inTraining: Double), hiring: HiringSpec?, pay: PaySpec?,
    pricing: PricingSpec?, commitmentHoursPerWeek: Double, noticeDays: Double,
    technologyPerMonth: Dated<Double>,
    supervision: (span: Double, loadedCostPerYear: Dated<Double>)?
  ) {
    (self.name, self.contract, self.skills, self.has) = (name, contract, skills, has)
    (self.country, self.agents, self.hoursPerWeek) = (country, agents, hoursPerWeek)
    (self.shrinkage, self.attritionPerYear) = (shrinkage, attritionPerYear)
    (self.current, self.hiring, self.pay, self.pricing) = (current, hiring, pay, pricing)
    (self.commitmentHoursPerWeek, self.noticeDays) = (commitmentHoursPerWeek, noticeDays)
    (self.technologyPerMonth, self.supervision) = (technologyPerMonth, supervision)
  }
}

extension PoolSpec {
  /// The pool as it is and, where it can be taught other work, as those who were.
  var asTaught: [PoolSpec] {
    guard let crossTraining else { return [self] }
    var taught = self
    taught.skills += crossTraining.queues
    taught.has += crossTraining.has
    return [self, taught]
  }

  /// Dollars of an hour of overtime on a date: the hour's pay without load, and the premium on it.
  ///
  /// Of a loaded cost the whole counts, as it does not say what pay is.
  public func overtimePerHour(on date: LocalDate) -> Double {
    guard let overtime else { return 0 }
    let yearly =
      switch pay {
      case .loaded(let perYear): perYear.value(on: date)
      case .salary(let perYear, _): perYear.value(on: date)
      case nil: 0.0
      }
    return yearly / 52 / hoursPerWeek * (1 + overtime.premium)
  }
}

/// Work beyond its skills that people of a pool can be taught.
public struct CrossTrainingSpec: Sendable {
  /// Names of the queues that the taught work as well.
  public var queues: [String]
  /// What the taught have of what steps may require, beside what the pool has.
  public var has: [String]
  /// Calendar days of teaching.
  public var trainingDays: Double
  /// Dollars a person, beside pay.
  public var costPerPerson: Dated<Double>
  /// Most people to be taught; nothing without a limit.
  public var maximumPeople: Int?
}

/// How people join a pool.
public struct HiringSpec: Sendable {
  /// Calendar days from decision to first day.
  public var leadDays: Double
  /// Calendar days of training before any work.
  public var trainingDays: Double
  /// Most people that may start in one week.
  public var classSize: Int
  /// Share of full speed in each four weeks after training; full speed afterwards.
  public var ramp: [Double]
  /// Most people in training at once; nothing without a limit.
  public var trainingPlaces: Int?
  /// Recruiting cost in dollars a hire.
  public var recruitingPerHire: Dated<Double>
  /// Training cost in dollars a hire, beside pay.
  public var trainingPerHire: Dated<Double>
  /// Makes the terms of hiring.
  public init(
    leadDays: Double, trainingDays: Double, classSize: Int, ramp: [Double],
    recruitingPerHire: Dated<Double>, trainingPerHire: Dated<Double>
  ) {
    (self.leadDays, self.trainingDays, self.classSize) = (leadDays, trainingDays, classSize)
    (self.ramp, self.recruitingPerHire) = (ramp, recruitingPerHire)
    self.trainingPerHire = trainingPerHire
  }
}

/// What an FTE costs: a loaded cost, or a salary and an itemised load on it.
public enum PaySpec: Sendable {
  /// Salary and benefits together, dollars a year.
  case loaded(perYear: Dated<Double>)
  /// Salary in dollars a year and the load as a share of it.
  case salary(perYear: Dated<Double>, loadShareOfSalary: Double)
}

/// What a VA costs.
public struct PricingSpec: Sendable {
  /// What is counted.
  public enum Unit: String, Sendable, CaseIterable {
    case perPaidHour, perScheduledHour, perLoggedInHour, perHandledMinute, perContact, perCase
    case perFTEMonth
  }
  /// What is counted.
  public var unit: Unit
  /// Dollars a unit.
  public var price: Dated<Double>
  /// Least dollars in a month in which the contract is in force; 0 when none.
  public var minimumPerMonth: Dated<Double>
  /// One-off dollars when the contract begins.
  public var setUp: Double
  /// Dollars a unit beyond a number of units in a month, rising by that number.
  public var tiers: [(above: Double, price: Double)] = []
  /// Dollars a paid hour of training; nothing when training is priced as the rest.
  public var trainingRate: Dated<Double>?
  /// Share of pay on top for work on holidays.
  public var holidayPremium = 0.0
  /// Share of a month's pay that comes back when a required goal is missed.
  public var creditShare = 0.0
  /// Dollars for a unit of the currency in which all of these are written.
  public var exchangeRate = Dated(1.0)
  /// Makes a price; what is not given does not apply.
  public init(unit: Unit, price: Dated<Double>, minimumPerMonth: Dated<Double>, setUp: Double) {
    (self.unit, self.price, self.minimumPerMonth) = (unit, price, minimumPerMonth)
    self.setUp = setUp
  }
}
