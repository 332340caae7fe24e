//! Parts built wrong on purpose: the simulator has to find each out, or its green runs prove nothing.

use std::collections::BTreeMap;

use super::world::{Invariant, Plan, Sabotage, World};

const SEEDS: u64 = 300;

/// How many of the runs broke which promise.
fn found(sabotage: Sabotage, plan: &Plan) -> BTreeMap<Invariant, usize> {
    let mut found = BTreeMap::new();
    for seed in 0..SEEDS {
        let mut world = World::new(seed, 2, 4, sabotage);
        if let Err(broken) = world.run(plan) {
            *found.entry(broken.invariant).or_default() += 1;
        }
    }
    println!("{sabotage:?}, {SEEDS} runs: {found:?}");
    found
}

const NETWORK: Plan = Plan { steps: 220, bad_network: true, ..Plan::QUIET };

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    assert_eq!(found(Sabotage::None, &NETWORK), BTreeMap::new());
}

/// The peer: a device that shows what came last, as a simple cloud copy does.
#[test]
fn a_device_where_the_last_push_wins_is_found_to_differ() {
    let found = found(Sabotage::LastPushWins, &NETWORK);
    assert!(found[&Invariant::Fresh] > 0, "a page hides what was just written");
    let found = found_at_the_end(Sabotage::LastPushWins);
    assert!(found > 0, "an edit of last week that is pushed today hides yesterday's");
}

/// Without looking at what is shown meanwhile.
fn found_at_the_end(sabotage: Sabotage) -> usize {
    let mut found = 0;
    for seed in 0..SEEDS {
        let mut world = World::new(seed, 2, 4, sabotage);
        world.looks_meanwhile = false;
        if let Err(broken) = world.run(&NETWORK) {
            assert_eq!(broken.invariant, Invariant::Equal, "{broken}");
            found += 1;
        }
    }
    found
}

#[test]
fn numbers_given_out_before_the_commit_are_found_to_be_passed() {
    assert!(found(Sabotage::NoHeadLock, &NETWORK).contains_key(&Invariant::Equal));
    let inverted = (0..40).filter(|seed| two_pushes_at_once(*seed, Sabotage::NoHeadLock).is_err()).count();
    assert!(inverted > 5, "whenever the second one is committed first");
    assert!((0..40).all(|seed| two_pushes_at_once(seed, Sabotage::None).is_ok()));
}

/// Two devices push at once, and a third one pulls between the commits.
fn two_pushes_at_once(seed: u64, sabotage: Sabotage) -> Result<(), super::world::Broken> {
    let mut world = World::new(seed, 3, 3, sabotage);
    world.exchange()?;
    for node in [0, 1] {
        world.make(node, "contacts", mycrm_sync::Scope::Workspace);
        let request = world.nodes[node].ask(node as u64).expect("it waits");
        world.serve(node, node as u64, request, false)?;
    }
    world.commit(&Plan::QUIET)?;
    world.network.clear();
    world.nodes[2].session.note(mycrm_sync::client::Event::Stir);
    let request = world.nodes[2].ask(2).expect("it looks");
    world.serve(2, 2, request, false)?;
    let arrived = world.network.arrive(&mut world.random);
    if let Some(super::world::Flight { cargo: super::world::Cargo::Answer(answered), .. }) = arrived {
        world.hear(2, 2, answered, false)?;
    }
    world.commit(&Plan::QUIET)?;
    world.network.clear();
    world.settle()
}

#[test]
fn an_answer_before_the_commit_is_found_to_lose_what_was_acknowledged() {
    let plan = Plan { crashes: true, ..NETWORK };
    assert!(found(Sabotage::AnswerBeforeCommit, &plan)[&Invariant::Kept] > 0);
}

#[test]
fn a_number_that_is_not_committed_with_the_effects_is_found_to_repeat_them() {
    let plan = Plan { crashes: true, ..NETWORK };
    assert!(found(Sabotage::NumberApart, &plan)[&Invariant::Once] > 0);
}

#[test]
fn rights_that_are_remembered_are_found_to_leak() {
    let plan = Plan { rights: true, ..NETWORK };
    assert!(found(Sabotage::RememberedRights, &plan)[&Invariant::Secret] > 0);
}

#[test]
fn an_op_that_holds_up_the_ones_behind_it_is_found_to_stop_its_device() {
    let plan = Plan { rights: true, ..NETWORK };
    assert!(found(Sabotage::AllOrNothing, &plan)[&Invariant::Moving] > 0);
}

#[test]
fn a_restore_without_a_new_epoch_is_found() {
    let plan = Plan { restore: true, ..NETWORK };
    let found = found(Sabotage::SilentRestore, &plan);
    assert!(found[&Invariant::Equal] + found[&Invariant::Kept] > 0);
}
