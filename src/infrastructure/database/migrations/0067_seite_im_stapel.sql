-- Where a page of a stack lies is asked once a page of the stack and letter: without this index through all pages of the letter.
create index seite_im_stapel on seite (posteingang_id, stapel_seite) where stapel_seite is not null;
