/// The kind of pharmacy business that synthetic claims imitate.
public enum SyntheticProfile: String, Sendable, CaseIterable {
  /// Maintenance drugs, mostly ninety days by mail.
  case mailOrder = "mail-order"
  /// A benefit manager's whole book: mostly retail, some mail, some specialty.
  case pbm
  /// Store counters: thirty days, acute courses.
  case retail
  /// Specialty drugs, nearly all under prior authorization.
  case specialty
  /// Independent stores: retail with more rejects.
  case independent
}

/// The numbers behind a profile; each is a choice for a plausible mix, not an estimate from data.
struct SyntheticMix: Sendable {
  /// Mean lasting therapies of a member over the window, a good third of them at any time.
  var therapies: Double
  /// Mean short courses of a member a year.
  var acutePerYear: Double
  /// Share of lasting therapies that go by mail.
  var mailShare: Double
  /// Share of lasting therapies with a specialty drug.
  var specialtyShare: Double
  /// Chance that a refill is first rejected, outside January.
  var rejectShare: Double
  /// The number of pharmacies.
  var pharmacies: Int
  /// The number of clients.
  var clients: Int

  init(_ profile: SyntheticProfile) {
    switch profile {
    case .mailOrder:
      self.init(3.3, 0.9, mail: 0.62, specialty: 0.03, reject: 0.085, pharmacies: 60_000, 300)
    case .pbm:
      self.init(3.0, 1.3, mail: 0.12, specialty: 0.04, reject: 0.10, pharmacies: 60_000, 300)
    case .retail:
      self.init(2.6, 1.8, mail: 0, specialty: 0.01, reject: 0.09, pharmacies: 2_400, 120)
    case .specialty:
      self.init(2.2, 0.1, mail: 0.02, specialty: 0.9, reject: 0.08, pharmacies: 90, 160)
    case .independent:
      self.init(2.7, 1.6, mail: 0, specialty: 0.01, reject: 0.13, pharmacies: 260, 90)
    }
  }

  private init(
    _ therapies: Double, _ acutePerYear: Double, mail: Double, specialty: Double, reject: Double,
    pharmacies: Int, _ clients: Int
  ) {
    self.therapies = therapies
    self.acutePerYear = acutePerYear
    mailShare = mail
    specialtyShare = specialty
    rejectShare = reject
    self.pharmacies = pharmacies
    self.clients = clients
  }
}
