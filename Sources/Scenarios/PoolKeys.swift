/// Keys of a pool's people now.
let currentKeys = KeyTable(
  "the people now",
  [
    .required("headcount", .people, "People who work now."),
    .optional("inTraining", .people, "People in training now."),
  ])

/// Keys of how people join.
let hiringKeys = KeyTable(
  "hiring",
  [
    .required("leadTime", .leadTime, "Calendar time from the decision to the first day."),
    .required("training", .leadTime, "Calendar time of training before any work."),
    .required(
      "classSize", .whole(1...10_000, example: "20"), "Most people that may start in one week."),
    .required(
      "ramp", .list(.anyShare), "Share of full speed in each four weeks after training."),
    .optional(
      "trainingPlaces", .whole(1...100_000, example: "24"),
      "Most people in training at once: trainers times their groups, or seats to train on."),
    .optional("recruitingPerHire", .datedDollars, "Recruiting cost of one hire."),
    .optional("trainingPerHire", .datedDollars, "Training cost of one hire, beside pay."),
  ])

/// Keys of teaching people other work.
let crossTrainingKeys = KeyTable(
  "cross-training",
  [
    .required(
      "queues", .list(.text), "Names of queues beyond \"skills\" that the taught work as well."),
    .optional("has", .list(.text), "What the taught have of what steps may require."),
    .required("trainingTime", .leadTime, "Calendar time of paid teaching, away from work."),
    .optional("costPerPerson", .datedDollars, "Cost of teaching one person, beside pay."),
    .optional(
      "maximumPeople", .whole(1...100_000, example: "10"), "Most people whom the plan may teach."),
  ])

/// Keys of overtime.
let overtimeKeys = KeyTable(
  "overtime",
  [
    .required(
      "hoursPerWeek", .number(.from(0, to: 40), example: "5"),
      "Most hours of overtime of one person in a week."),
    .optional(
      "premium", .share(.from(0, to: 3), example: "0.5"),
      "Share on top of an hour's pay; half as much again when not given."),
    .optional(
      "hoursPerYear", .number(.from(0, to: 2000), example: "100"),
      "Most hours of overtime in a year, on average of the people."),
  ])

/// Keys of how fast a vendor adds and takes back people.
let rampLimitKeys = KeyTable(
  "ramp limits",
  [
    .optional(
      "upPerWeek", .whole(0...100_000, example: "10"), "Most people added in one week."),
    .optional(
      "downPerWeek", .whole(0...100_000, example: "5"), "Most people taken back in one week."),
  ])

/// Keys of hours that are locked ahead.
let forecastLockKeys = KeyTable(
  "the forecast lock",
  [
    .required(
      "band", .share(.from(0, to: 1), example: "0.15"),
      "Share by which paid hours may leave the locked ones, either way.")
  ])

/// Keys of the load on pay.
let loadKeys = KeyTable(
  "the load on pay",
  [
    .optional(
      "shareOfSalary", .share(.from(0, to: 2), example: "0.235"),
      "Benefits and payroll taxes as a share of the salary."),
    .optional(
      "shareOfWages", .share(.from(0, to: 2), example: "0.235"),
      "Benefits and payroll taxes as a share of all paid wages."),
  ])

/// Keys of supervision.
let supervisionKeys = KeyTable(
  "supervision",
  [
    .required(
      "span", .number(.from(1, to: 1000), example: "15"), "People whom one supervisor leads."),
    .required(
      "loadedCostPerYear", .dated(.anyDollars), "What a supervisor costs a year, all included."),
  ])

/// Keys of a VA's price.
let pricingKeys = KeyTable(
  "pricing",
  PricingSpec.Unit.allCases.map {
    .optional($0.rawValue, .dated(.dollars(.from(0, to: 1e6), example: "12.5")), $0.meaning)
  } + [
    .optional("minimumPerMonth", .datedDollars, "Least payment in a month of the contract."),
    .optional("setUp", .anyDollars, "One payment when the contract begins."),
    .optional(
      "tiers", .list(.object(tierKeys)), "Prices of the units of a month beyond a number, rising."),
    .optional(
      "trainingRate", .datedDollars, "Price of a paid hour of training, in place of the price."),
    .optional(
      "holidayPremium", .share(.from(0, to: 5), example: "0.5"),
      "Share of pay on top for work on the calendar's holidays."),
    .optional(
      "serviceCredits", .object(creditKeys), "What the vendor gives back for missed goals."),
    .optional(
      "currency", .text,
      "Three letters of the currency in which these prices are written; \"USD\" when not given."),
    .optional(
      "exchangeRate", .dated(.dollars(.above(0, to: 1e6), example: "0.0175")),
      "Dollars for one unit of the currency in which these prices are written."),
  ])

/// Keys of a price beyond a number of units.
let tierKeys = KeyTable(
  "a tier",
  [
    .required(
      "above", .number(.above(0, to: 1e9), example: "5000"),
      "Units of a month up to which the price before holds."),
    .required("price", .anyDollars, "Price of a unit beyond."),
  ])

/// Keys of service credits.
let creditKeys = KeyTable(
  "service credits",
  [
    .required(
      "shareOfPay", .share(.above(0, to: 1), example: "0.05"),
      "Share of a month's pay that comes back when a required goal of the pool's queues is missed.")
  ])

extension PricingSpec.Unit {
  /// What is counted, as a sentence.
  var meaning: String {
    switch self {
    case .perPaidHour: "Price of an hour that is paid."
    case .perScheduledHour: "Price of an hour on the schedule."
    case .perLoggedInHour: "Price of an hour logged in for work."
    case .perHandledMinute: "Price of a minute of handling."
    case .perContact: "Price of a contact handled."
    case .perCase: "Price of a case done."
    case .perFTEMonth: "Price of a full-time person for a month."
    }
  }
}

/// Keys that every pool may have.
private let commonPoolKeys: [Key] =
  [
    .required("skills", .list(.text), "Names of the queues that the pool works."),
    .optional("has", .list(.text), "What the pool has of what steps may require."),
    .optional("country", .country, "Two letters, such as \"US\" or \"PH\"."),
    .optional(
      "agents", .whole(0...100_000, example: "10"), "A fixed number of people, for a plain model."),
    .optional(
      "hoursPerWeek", .number(.above(0, to: 168), example: "40"), "Paid hours a week of one person."
    ),
    .optional("current", .object(currentKeys), "People now."),
    .optional("hiring", .object(hiringKeys), "How people join."),
    .optional(
      "adherence", .share(.above(0, to: 1), example: "0.94"),
      "Share of the scheduled work time that people keep to, beside shrinkage."),
    .optional(
      "outageShare", .partialShare,
      "Share of the paid time lost to power, network and system outages, beside shrinkage."),
    .optional("technologyPerMonth", .datedDollars, "Technology and seat of one person."),
    .optional("supervision", .object(supervisionKeys), "Who leads the people, and at what cost."),
    .optional("trainers", .object(trainerKeys), "Who trains those who join, and at what cost."),
    .optional("quality", .object(qualityKeys), "Reviews of work done."),
    .optional("seats", .object(seatKeys), "Workplaces that people use."),
    .optional(
      "priceRises", .list(.object(priceRiseKeys)),
      "Rises of everything that the pool costs by date: merit rises, indexation."),
    .optional("shiftRules", .object(shiftRuleKeys), "The shifts that people may be put on."),
    .notBuilt("timeZone", "Leave it out: everybody works the hours of the queues"),
    .notBuilt("holidays", "Write the pool's holidays into \"shiftRules\""),
    .notBuilt("nightPremium", "Put the premium into the pay or the price"),
    .notBuilt("occupancyCap", "Raise the queue's goal, or put rests into the shrinkage"),
    .notBuilt("resolution", "Raise the drivers' rates by the contacts that come again"),
    .notBuilt("allocation", "Leave it out: work goes to whoever is free"),
  ] + poolRoutingKeys

private let contractKey = Key.required(
  "contract", .choice(PoolSpec.Contract.self),
  "\"fte\" is paid by the year, \"va\" is a contractor.")

/// Keys of a pool of employees.
let employeeKeys = KeyTable(
  "an FTE pool", noun: "coordinators",
  [contractKey] + commonPoolKeys + [
    .optional("shrinkage", .partialShare, "Paid time not logged in for work."),
    .optional(
      "attritionPerYear", .number(.from(0, to: 20), example: "0.38"),
      "Leavers divided by average headcount, a year."),
    .optional("salaryPerYear", .datedDollars, "Salary without benefits and payroll taxes."),
    .optional("loadedCostPerYear", .datedDollars, "Salary and everything on it."),
    .optional(
      "wagePerHour", .dated(.dollars(.from(0, to: 10_000), example: "21.5")),
      "Wage of a paid hour."),
    .optional("load", .object(loadKeys), "Benefits and payroll taxes."),
    .optional("overtime", .object(overtimeKeys), "Overtime that may be planned."),
    .optional(
      "crossTraining", .object(crossTrainingKeys), "Other work that people can be taught."),
    .optional(
      "severancePerPerson", .datedDollars,
      "Paid to someone who is let go; without it nobody is let go."),
    .elsewhere("vendorManagement", "Employees have no vendor; write \"supervision\""),
    .elsewhere("terminationFee", "An employee's is \"severancePerPerson\""),
    .optional(
      "maximumPeople", .whole(0...100_000, example: "120"),
      "Most people on the payroll at once, trainees included: the seats there are."),
    .elsewhere("rampLimits", "An employee's are \"classSize\" and \"trainingPlaces\" of hiring"),
    .elsewhere("forecastLock", "Only a vendor's hours are locked; leave it out"),
    .elsewhere("pricing", "Employees have pay: \"salaryPerYear\", or write \"contract\": \"va\""),
    .elsewhere("shrinkagePaid", "An employee's is \"shrinkage\""),
    .elsewhere("commitment", "Write \"hoursPerWeek\" for employees"),
    .elsewhere("noticePeriod", "Only a VA contract is ended by notice; leave it out"),
  ])

/// Keys of a pool of virtual assistants.
let assistantKeys = KeyTable(
  "a VA pool", noun: "assistants",
  [contractKey] + commonPoolKeys + [
    .optional("shrinkagePaid", .partialShare, "Paid time not logged in for work."),
    .optional(
      "attritionPerYear", .number(.from(0, to: 20), example: "0.5"),
      "Leavers divided by average headcount, a year."),
    .optional("pricing", .object(pricingKeys), "What is paid for what."),
    .optional("commitment", .weeklyTime, "Least paid hours a week of one person."),
    .optional("noticePeriod", .leadTime, "Calendar time to end the contract of a person."),
    .optional("terminationFee", .datedDollars, "Paid for each person whose contract is ended."),
    .optional(
      "maximumPeople", .whole(0...100_000, example: "60"), "Most people that the vendor can send."),
    .optional(
      "rampLimits", .object(rampLimitKeys), "How fast the vendor adds and takes back people."),
    .optional(
      "forecastLock", .object(forecastLockKeys),
      "How far paid hours may leave those locked before demand is known; the mix under uncertainty."
    ),
    .optional(
      "vendorManagement", .object(vendorManagementKeys), "What managing the vendor costs."),
    .elsewhere("crossTraining", "A vendor trains its people; add the queue to \"skills\""),
    .elsewhere("overtime", "A VA's hours lie between \"commitment\" and \"hoursPerWeek\""),
    .elsewhere("severancePerPerson", "A VA's is \"terminationFee\""),
    .elsewhere(
      "shrinkage", "Say \"shrinkagePaid\": the part of it that is paid by the hour"),
    .elsewhere("salaryPerYear", "A VA has \"pricing\", such as { \"perPaidHour\": 12.5 }"),
    .elsewhere("loadedCostPerYear", "A VA has \"pricing\", such as { \"perFTEMonth\": 2100 }"),
    .elsewhere("wagePerHour", "A VA has \"pricing\", such as { \"perPaidHour\": 12.5 }"),
    .elsewhere("load", "A VA's price includes it; leave it out"),
  ])
