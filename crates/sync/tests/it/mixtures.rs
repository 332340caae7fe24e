//! Random mixtures of everything that can go wrong, from many seeds; a failing one is named and replays alone.

use std::time::Instant;

use super::world::{Plan, Sabotage, World};

/// One run from one seed: how many people and devices there are comes from it too.
fn run(seed: u64, plan: &Plan) -> Result<World, String> {
    let mut random = fastrand::Rng::with_seed(seed ^ 0x5eed);
    let (members, devices) = (random.usize(1..4), random.usize(2..5));
    let mut world = World::new(seed, members, devices, Sabotage::None);
    world.server.page = random.usize(1..9);
    match world.run(plan) {
        Ok(()) => Ok(world),
        Err(broken) => Err(broken.to_string()),
    }
}

fn many(name: &str, seeds: std::ops::Range<u64>, plan: &Plan) {
    let begin = Instant::now();
    let (mut ops, mut copies, mut swaps, mut parked) = (0, 0, 0, 0);
    for seed in seeds.clone() {
        match run(seed, plan) {
            Ok(world) => {
                ops += world.server.disk.archive.len();
                copies += world.nodes.iter().map(|node| node.copies_found).sum::<usize>();
                swaps += world.nodes.iter().map(|node| node.swaps).sum::<usize>();
                parked +=
                    world.nodes.iter().map(|node| node.replica.outbox().parked().count()).sum::<usize>();
            }
            Err(broken) => panic!("{name}, seed {seed}: {broken}\n{}", replay_with(name, seed)),
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "{name}: {} runs from seed {}, {ops} ops in effect, {swaps} snapshots, {copies} copied profiles found, \
         {parked} ops parked, {seconds:.1} s",
        seeds.end - seeds.start,
        seeds.start,
    );
    assert!(ops > 0);
}

fn replay_with(name: &str, seed: u64) -> String {
    format!("replay: MYCRM_SYNC_RUN={name}:{seed} cargo test -p mycrm-sync --test it replay -- --nocapture")
}

const NETWORK: Plan = Plan { crashes: false, ..STABLE };
const STABLE: Plan = Plan { copies: false, restore: false, rights: false, ..Plan::EVERYTHING };
const RIGHTS: Plan = Plan { copies: false, restore: false, ..Plan::EVERYTHING };
const RESTORES: Plan = Plan { copies: false, ..Plan::EVERYTHING };
const COPIES: Plan = Plan { restore: false, ..Plan::EVERYTHING };

const PLANS: [(&str, Plan); 6] = [
    ("network", NETWORK),
    ("crashes", STABLE),
    ("rights", RIGHTS),
    ("restores", RESTORES),
    ("copies", COPIES),
    ("everything", Plan::EVERYTHING),
];

fn plan(name: &str) -> Plan {
    PLANS.iter().find(|(known, _)| *known == name).map(|(_, plan)| *plan).expect("a plan of that name")
}

#[test]
fn edits_over_a_bad_network_end_equal() {
    many("network", 0..1_700, &plan("network"));
}

#[test]
fn killed_devices_and_servers_end_equal() {
    many("crashes", 10_000..11_700, &plan("crashes"));
}

#[test]
fn rights_that_come_and_go_end_equal_and_secret() {
    many("rights", 20_000..21_700, &plan("rights"));
}

#[test]
fn restored_servers_end_equal() {
    many("restores", 30_000..31_700, &plan("restores"));
}

#[test]
fn copied_profiles_end_equal() {
    many("copies", 40_000..41_700, &plan("copies"));
}

#[test]
fn everything_at_once_ends_equal() {
    many("everything", 50_000..51_700, &plan("everything"));
}

/// Does nothing unless a run is named: `MYCRM_SYNC_RUN=everything:50017`, or a range to search, `everything:0..9999`.
#[test]
fn replay() {
    let Ok(wanted) = std::env::var("MYCRM_SYNC_RUN") else { return };
    let (name, seeds) = wanted.split_once(':').expect("a plan and a seed: everything:50017");
    let (from, to) = seeds.split_once("..").unwrap_or((seeds, ""));
    let from: u64 = from.parse().expect("a seed is a number");
    let to = if to.is_empty() { from + 1 } else { to.parse().expect("a seed is a number") };
    many(name, from..to, &plan(name));
}
