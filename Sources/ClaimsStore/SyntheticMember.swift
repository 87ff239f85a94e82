import Quantities
import RandomStreams

/// One synthetic claim before it becomes columns.
struct SyntheticClaim: Sendable {
  enum Status: Int8, Sendable { case paid, rejected, reversed }
  enum Channel: Int8, Sendable { case retail, mail, specialty }
  static let rejectCodes = ["70", "75", "76", "79", "88", "65", "7X", "MR"]

  var second: Int64
  var member: Int32
  var drug: Int32
  var daysSupply: Int32
  var quantity: Int32
  var ingredientCost: Int32
  var dispensingFee: Int32
  var copay: Int32
  var planPaid: Int32
  var client: Int32
  var plan: Int32
  var pharmacy: Int32
  var fillNumber: Int16
  var channel: Channel
  var status: Status
  /// An index into `rejectCodes`; -1 when not rejected.
  var reject: Int8
  var state: Int8
  var hasAuthorization: Bool
}

/// What all members share: drugs, mix, calendar and the tables to draw from.
struct SyntheticWorld: Sendable {
  static let states = [
    "CA", "TX", "FL", "NY", "PA", "IL", "OH", "GA", "NC", "MI", "NJ", "VA", "WA", "AZ", "TN", "MA",
    "IN", "MO", "MD", "WI", "CO", "MN", "SC", "AL", "LA", "KY", "OR", "OK", "CT", "UT", "NV", "IA",
    "AR", "KS", "MS", "NM", "NE", "ID", "WV", "HI", "NH", "ME", "MT", "RI", "DE", "SD", "ND", "AK",
    "DC", "VT", "WY",
  ]
  let seed: UInt64
  let mix: SyntheticMix
  let drugs: SyntheticDrugs
  let first: LocalDate
  let days: Int
  let zone: ZoneRules
  let clients: DiscreteTable
  let stateTable: DiscreteTable
  let pharmacyTable: DiscreteTable
  let refillRejects: DiscreteTable
  let counterHours: DiscreteTable
  let mailHours: DiscreteTable
  /// The month 1...12 and the weekday of each day of the window.
  let months: [UInt8]
  let weekdays: [UInt8]
  /// Days on which new therapies begin, by how likely each is.
  let startDays: DiscreteTable

  init(_ claims: SyntheticClaims) throws {
    seed = claims.seed
    mix = SyntheticMix(claims.profile)
    drugs = try SyntheticDrugs(seed: claims.seed)
    first = claims.start
    days = claims.end - claims.start + 1
    zone = claims.zone
    func falling(_ count: Int, _ shift: Double) throws -> DiscreteTable {
      try DiscreteTable(weights: (0..<count).map { 1 / (Double($0) + shift) })
    }
    clients = try falling(mix.clients, 6)
    stateTable = try falling(Self.states.count, 4)
    pharmacyTable = try falling(mix.pharmacies, 400)
    refillRejects = try DiscreteTable(weights: [0.19, 0.07, 0.15, 0.36, 0.11, 0.06, 0.04, 0.02])
    counterHours = try DiscreteTable(weights: [
      0.3, 0.2, 0.1, 0.1, 0.1, 0.2, 0.6, 2, 5, 8, 9.5, 9, 8, 8, 8, 8.5, 9, 9, 6.5, 4, 2.5, 1.2, 0.8,
      0.4,
    ])
    mailHours = try DiscreteTable(weights: [
      4, 4, 4, 4, 5, 6, 7, 7, 6, 6, 5, 5, 5, 5, 5, 5, 4, 4, 3, 3, 2, 2, 2, 3,
    ])
    var months: [UInt8] = []
    var weekdays: [UInt8] = []
    var weights: [Double] = []
    for day in 0..<days {
      let date = first + day
      let month = date.parts.month
      months.append(UInt8(month))
      weekdays.append(UInt8(date.weekday.rawValue))
      weights.append(month == 1 ? 1.8 : month == 2 ? 1.15 : 1)
    }
    self.months = months
    self.weekdays = weekdays
    startDays = try DiscreteTable(weights: weights)
  }
}

/// The life of one member over the window, drawn from the member's own stream.
struct SyntheticMember {
  let world: SyntheticWorld
  let number: Int32
  var random: RandomStream
  var claims: [SyntheticClaim] = []
  private let client: Int
  private let plan: Int
  private let state: Int
  private let pharmacy: Int
  /// The days of the window on which the member is covered.
  private let covered: ClosedRange<Int>

  init(world: SyntheticWorld, number: Int) {
    self.world = world
    self.number = Int32(number)
    var random = RandomStream(seed: world.seed, stream: 0xC1, entity: UInt32(number))
    client = world.clients.sample(&random)
    plan = client * 4 + random.nextInteger(below: 4)
    state = world.stateTable.sample(&random)
    pharmacy = 100 + world.pharmacyTable.sample(&random)
    // One member in seven joins with a plan year, one in twelve leaves with one.
    let joins = random.nextUniform() < 1.0 / 7
    let leaves = random.nextUniform() < 1.0 / 12
    let newYears = world.months.indices.filter { day in
      day > 0 && world.months[day] == 1 && world.months[day - 1] == 12
    }
    let begin = joins && !newYears.isEmpty ? newYears[random.nextInteger(below: newYears.count)] : 0
    var end = world.days - 1
    if leaves, let last = newYears.last, last > begin { end = last - 1 }
    covered = begin...end
    self.random = random
  }

  /// Draws every claim of the member.
  mutating func live() {
    let share = Double(covered.count) / 730
    let lasting = random.nextGammaPoisson(mean: world.mix.therapies, rateCV: 0.8)
    for _ in 0..<lasting { lastingTherapy() }
    let acute = random.nextPoisson(mean: world.mix.acutePerYear * 2 * share)
    for _ in 0..<acute {
      let drug = world.drugs.acute.drugs[world.drugs.acute.table.sample(&random)]
      let day = covered.lowerBound + random.nextInteger(below: covered.count)
      var therapy = Therapy(
        drug: drug, daysSupply: random.nextUniform() < 0.4 ? 7 : 10, channel: .retail)
      _ = fill(&therapy, on: day)
    }
  }

  private struct Therapy {
    var drug: Int32
    var daysSupply: Int
    var channel: SyntheticClaim.Channel
    var fills = 0
    var isAuthorized = false
    var unitsPerDay = 1
  }

  private mutating func lastingTherapy() {
    let isSpecialty = random.nextUniform() < world.mix.specialtyShare
    let group = isSpecialty ? world.drugs.specialty : world.drugs.lasting
    let drug = group.drugs[group.table.sample(&random)]
    let byMail = random.nextUniform() < world.mix.mailShare
    let longFill = random.nextUniform() < (byMail ? 0.85 : 0.25)
    var therapy = Therapy(
      drug: drug, daysSupply: isSpecialty ? 30 : longFill ? 90 : 30,
      channel: isSpecialty ? .specialty : byMail ? .mail : .retail)
    therapy.unitsPerDay = [1, 1, 1, 2, 2, 3][random.nextInteger(below: 6)]
    var day: Int
    if random.nextUniform() < 0.4 {
      // Under way when the window opens, somewhere between two fills.
      day = covered.lowerBound + random.nextInteger(below: therapy.daysSupply)
      therapy.isAuthorized = covered.lowerBound == 0
      therapy.fills = covered.lowerBound == 0 ? 1 + random.nextInteger(below: 8) : 0
    } else {
      day = world.startDays.sample(&random)
      // Begun before the member joined: goes on here, without an authorization.
      if day < covered.lowerBound {
        day = covered.lowerBound + random.nextInteger(below: therapy.daysSupply)
      }
    }
    // A discontinuation is as likely per day of supply, so long fills end after fewer of them.
    let stop = therapy.daysSupply >= 90 ? 0.12 : 0.045
    while day <= covered.upperBound {
      guard let filled = fill(&therapy, on: day), random.nextUniform() >= stop else { return }
      let late = random.nextNormal() * Double(therapy.daysSupply) * 0.05 + 1
      day = filled + max(1, therapy.daysSupply + Int(late.rounded()))
    }
  }

  /// Submits one fill with its rejects, resubmissions and reversal.
  ///
  /// - Returns: The day of the fill that stands; `nil` when the therapy ends here.
  private mutating func fill(_ therapy: inout Therapy, on due: Int) -> Int? {
    var day = openDay(due, therapy.channel)
    guard day <= covered.upperBound else { return nil }
    var second = timeOfDay(therapy.channel)
    var tries = 0
    while let code = rejectCode(therapy, day: day), tries < 3 {
      tries += 1
      add(therapy, day: day, second: second, status: .rejected, reject: code)
      if random.nextUniform() < 0.09 {
        // The same claim again within the hour, rejected alike.
        second += 120 + random.nextInteger(below: 3000)
        add(therapy, day: day, second: second, status: .rejected, reject: code)
      }
      guard let wait = daysToResubmit(code, &therapy) else { return nil }
      if wait == 0 {
        second += 600 + random.nextInteger(below: 7200)
      } else {
        day = openDay(day + wait, therapy.channel)
        second = timeOfDay(therapy.channel)
      }
      guard day <= covered.upperBound else { return nil }
      if code != 1 || therapy.isAuthorized { break }
    }
    add(therapy, day: day, second: second, status: .paid, reject: -1)
    guard random.nextUniform() < 0.036 else {
      therapy.fills += 1
      return day
    }
    if random.nextUniform() < 0.4 {
      // Billed wrongly: reversed and billed again the same day.
      add(therapy, day: day, second: second + 300, status: .reversed, reject: -1)
      add(therapy, day: day, second: second + 420, status: .paid, reject: -1)
      therapy.fills += 1
      return day
    }
    // Never collected: returned to stock, and half of them are filled again later.
    let back = day + 4 + random.nextInteger(below: 10)
    if back <= covered.upperBound {
      add(therapy, day: back, second: timeOfDay(therapy.channel), status: .reversed, reject: -1)
    }
    return random.nextUniform() < 0.5 ? back + 3 - therapy.daysSupply : nil
  }

  /// The reject that a submission meets, as an index into the codes.
  private mutating func rejectCode(_ therapy: Therapy, day: Int) -> Int? {
    let isJanuary = world.months[day] == 1
    let needs = world.drugs.needsAuthorization[Int(therapy.drug)]
    if needs, !therapy.isAuthorized, random.nextUniform() < 0.8 { return 1 }
    // Authorizations end with the plan year for some, and formularies change then.
    if needs, isJanuary, random.nextUniform() < 0.3 { return 1 }
    let share = world.mix.rejectShare * (isJanuary ? 1.9 : 1)
    return random.nextUniform() < share ? world.refillRejects.sample(&random) : nil
  }

  /// Days until the claim is sent again; `nil` when it is given up.
  private mutating func daysToResubmit(_ code: Int, _ therapy: inout Therapy) -> Int? {
    let chance = random.nextUniform()
    switch code {
    case 0:  // Not covered: some change to another drug.
      guard chance < 0.45 else { return nil }
      therapy.drug = world.drugs.lasting.drugs[world.drugs.lasting.table.sample(&random)]
      return 1 + random.nextInteger(below: 5)
    case 1:  // Prior authorization: approved after some days, or refused.
      guard chance < 0.68 else { return nil }
      therapy.isAuthorized = true
      return 1 + random.nextInteger(below: 10)
    case 2: return chance < 0.75 ? 1 + random.nextInteger(below: 3) : nil
    case 3: return chance < 0.93 ? 1 + random.nextInteger(below: 6) : nil
    case 4: return chance < 0.85 ? 0 : nil
    default: return chance < 0.6 ? 1 + random.nextInteger(below: 4) : nil
    }
  }

  /// The day itself, or the next one on which the channel works.
  private mutating func openDay(_ day: Int, _ channel: SyntheticClaim.Channel) -> Int {
    guard day < world.days else { return day }
    let weekday = Int(world.weekdays[day])
    guard weekday >= 5 else { return day }
    let closed: Double =
      switch channel {
      case .retail: weekday == 5 ? 0.3 : 0.5
      case .mail: weekday == 5 ? 0.6 : 0.85
      case .specialty: 0.95
      }
    return random.nextUniform() < closed ? day + 7 - weekday : day
  }

  private mutating func timeOfDay(_ channel: SyntheticClaim.Channel) -> Int {
    let table = channel == .mail ? world.mailHours : world.counterHours
    return table.sample(&random) * 3600 + random.nextInteger(below: 3600)
  }

  private mutating func add(
    _ therapy: Therapy, day: Int, second: Int, status: SyntheticClaim.Status, reject: Int
  ) {
    let local = Int64(world.first.daysSince1970 + day) * 86_400 + Int64(min(second, 86_399))
    let drug = Int(therapy.drug)
    let cost = min(
      world.drugs.centsPerMonth[drug] * Double(therapy.daysSupply) / 30
        * (0.97 + 0.06 * random.nextUniform()), 9e6)
    let sign: Int32 = status == .reversed ? -1 : 1
    let ingredient = Int32(cost)
    let fee: Int32 = therapy.channel == .retail ? 50 + Int32(random.nextInteger(below: 150)) : 0
    let tiers: [Int32] = [0, 500, 500, 1000, 1000, 1500, 2500, 4000, 7500]
    var copay = min(tiers[random.nextInteger(below: tiers.count)], ingredient + fee)
    // The deductible starts again in January.
    if world.months[day] == 1 { copay = min(copay * 3 + 1000, ingredient + fee) }
    var pharmacyNumber = pharmacy
    if therapy.channel == .mail { pharmacyNumber = 1 + client % 20 }
    if therapy.channel == .specialty { pharmacyNumber = 21 + client % 79 }
    claims.append(
      SyntheticClaim(
        second: world.zone.instant(localSecond: local), member: number, drug: therapy.drug,
        daysSupply: Int32(therapy.daysSupply),
        quantity: Int32(therapy.daysSupply * therapy.unitsPerDay * 1000),
        ingredientCost: sign * ingredient, dispensingFee: sign * fee,
        copay: status == .rejected ? 0 : sign * copay,
        planPaid: status == .rejected ? 0 : sign * (ingredient + fee - copay),
        client: Int32(client), plan: Int32(plan), pharmacy: Int32(pharmacyNumber),
        fillNumber: Int16(clamping: therapy.fills), channel: therapy.channel, status: status,
        reject: Int8(reject), state: Int8(state),
        hasAuthorization: world.drugs.needsAuthorization[drug] && therapy.isAuthorized))
  }
}
